#include "scan.h"
#include <stdlib.h>
#include <string.h>

static const char *const names[FIELDS] = { "id", "method", "keyfob", "error" };

static void capture(struct scan *s, char c) {
  if (!s->into) return;
  if (s->into->n < FIELD) s->into->text[s->into->n++] = c;
  else s->into->kind = 'x', s->into = NULL;
}
static void begin(struct scan *s, struct value *v, char kind, char c) {
  v->kind = kind;
  v->n = 0;
  s->into = kind == 'x' ? NULL : v;
  capture(s, c);
}
static unsigned hex4(const char *p) {
  char digits[5] = { p[0], p[1], p[2], p[3], 0 };
  return (unsigned)strtoul(digits, NULL, 16);
}
static size_t put_utf8(char *out, unsigned code) {
  static const unsigned first[] = { 0, 0xc0, 0xe0, 0xf0 };
  int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  out[0] = (char)(first[more] | code >> 6 * more);
  for (int i = 1; i <= more; i++) out[i] = (char)(0x80 | (code >> 6 * (more - i) & 0x3f));
  return (size_t)more + 1;
}
// The bytes that a captured string means, without its quotes. Never more than what was captured.
size_t decode(const struct value *v, char *out) {
  static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
  size_t n = 0, end = v->n > 0 ? v->n - 1 : 0;
  for (size_t i = 1; i < end; i++) {
    char c = v->text[i];
    if (c != '\\') { out[n++] = c; continue; }
    if (++i >= end) break;
    c = v->text[i];
    if (c == 'u' && i + 4 < end) {
      unsigned code = hex4(v->text + i + 1), low = 0;
      i += 4;
      if (code >> 10 == 0xd800 >> 10 && i + 6 < end && v->text[i + 1] == '\\' && v->text[i + 2] == 'u')
        low = hex4(v->text + i + 3);
      if (low >> 10 == 0xdc00 >> 10) code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff), i += 6;
      n += put_utf8(out + n, code);
    } else {
      const char *at = c ? strchr(letters, c) : NULL;
      out[n++] = at ? controls[at - letters] : c;
    }
  }
  return n;
}
bool is_text(const struct value *v, const char *text) {
  char decoded[FIELD];
  return v->kind == '"' && decode(v, decoded) == strlen(text) && !memcmp(decoded, text, strlen(text));
}
// NULL where there is none.
static const char *skip_digits(const char *p, const char *end) {
  const char *start = p;
  while (p < end && *p >= '0' && *p <= '9') p++;
  return p > start ? p : NULL;
}
// Whether an answer with this id is JSON, whatever the rest of the message was. RFC 8259, sections 6 and 7.
bool is_id(const struct value *v) {
  const char *p = v->text, *end = p + v->n;
  if (v->kind == '"') {
    for (p++; p < end - 1; p++) {
      if ((unsigned char)*p < 32) return false;
      if (*p != '\\') continue;
      if (*++p == 'u') {
        for (int i = 0; i < 4; i++)
          if (++p >= end - 1 || !strchr("0123456789abcdefABCDEF", *p) || !*p) return false;
      } else if (!*p || !strchr("\"\\/bfnrt", *p)) return false;
    }
    return v->n >= 2;
  }
  if (v->kind != '0') return false;
  if (p < end && *p == '-') p++;
  if (p < end && *p == '0') p++;
  else if (!(p = skip_digits(p, end))) return false;
  if (p < end && *p == '.' && !(p = skip_digits(p + 1, end))) return false;
  if (p < end && (*p == 'e' || *p == 'E')) {
    p++;
    if (p < end && (*p == '+' || *p == '-')) p++;
    if (!(p = skip_digits(p, end))) return false;
  }
  return p == end;
}
// The app may have written it in another way, but not a number of which that loses digits (above 2^53).
bool is_same(const struct value *a, const struct value *b) {
  char one[FIELD + 1], other[FIELD + 1];
  if (a->kind != b->kind) return false;
  if (a->n == b->n && !memcmp(a->text, b->text, a->n)) return true;
  if (a->kind == '0') {
    snprintf(one, sizeof one, "%.*s", (int)a->n, a->text);
    snprintf(other, sizeof other, "%.*s", (int)b->n, b->text);
    double number = strtod(one, NULL);
    return number == strtod(other, NULL) && number < 9007199254740992.0 && number > -9007199254740992.0;
  }
  size_t n = decode(a, one);
  return n == decode(b, other) && !memcmp(one, other, n);
}

size_t scan(struct scan *s, const char *p, size_t n, enum event *event) {
  *event = NOTHING;
  for (size_t i = 0; i < n; i++) {
    char c = p[i];
    s->is_mid_line = true;
    if (c == '\n') { // no message has one inside, so it ends whatever was unfinished
      s->depth = 0;
      s->is_string = s->is_escaped = s->is_object = s->is_mid_line = false;
      s->into = NULL;
      *event = LINE;
      return i + 1;
    }
    if (s->is_string) {
      capture(s, c);
      if (s->is_escaped) s->is_escaped = false;
      else if (c == '\\') s->is_escaped = true;
      else if (c == '"') s->is_string = false, s->into = NULL;
      if (s->is_string && !s->into && !s->is_escaped)
        while (i + 1 < n && p[i + 1] != '"' && p[i + 1] != '\\' && p[i + 1] != '\n') i++;
      continue;
    }
    bool is_member = s->is_object && s->depth == s->base;
    struct value *v = is_member && !s->is_key && s->field < FIELDS ? &s->fields[s->field] : NULL;
    if (c == '"') {
      s->is_string = true;
      s->into = NULL;
      if (is_member && s->is_key) begin(s, &s->key, '"', c);
      else if (v && !v->kind) begin(s, v, '"', c);
    } else if (c == '{' || c == '[') {
      if (v && !v->kind) v->kind = 'x';
      s->into = NULL;
      if (s->depth == 0) s->base = c == '{' ? 1 : 2;
      if (++s->depth == s->base && c == '{') {
        s->is_object = s->is_key = true;
        for (int f = 0; f < FIELDS; f++) s->fields[f].kind = 0;
        s->key.kind = 0;
      }
    } else if (c == '}' || c == ']') {
      if (is_member) s->is_object = false;
      s->into = NULL;
      if (s->depth > 0) s->depth--;
      if (is_member && c == '}') {
        *event = MESSAGE;
        return i + 1;
      }
    } else if (is_member && c == ':') {
      s->field = UNKNOWN;
      for (int f = 0; f < FIELDS; f++)
        if (is_text(&s->key, names[f])) s->field = (enum field)f, s->fields[f].kind = 0; // of two alike the last counts
      s->is_key = false;
    } else if (is_member && c == ',') {
      s->is_key = true;
      s->key.kind = 0;
      s->into = NULL;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      if (is_member) s->into = NULL;
    } else if (v && !v->kind) {
      begin(s, v, c == '-' || (c >= '0' && c <= '9') ? '0' : 'x', c);
    } else if (v && s->into == v) capture(s, c);
  }
  return n;
}
