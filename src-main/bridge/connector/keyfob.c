// The connector: joins a program's standard input and output to the Keyfob app. docs/bridge.md has the protocol.
// It says hello, pumps both ways, starts the app, and comes back after the app has ended. All else is the app's.
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "offline-texts.h"

#ifndef KEYFOB_VERSION
#define KEYFOB_VERSION "0"
#endif

// Bytes: a hello line, one read, the longest message of the app, an id. Milliseconds: how long a message waits for the
// app, how long messages are refused after that, how long an app that ended has for coming back by itself.
enum { PROTOCOL = 1, HELLO = 4096, CHUNK = 65536, LONGEST = 16 << 20, FIELD = 1024, PATH = 4096 };
enum { PATIENCE = 20000, REFUSE = 2000, COMING_BACK = 1000, FIRST_PAUSE = 10, WANTED_PAUSE = 250, IDLE_PAUSE = 2000 };
enum { TRIES = 3 }; // how often an `initialize` is sent to an app that ends
enum { EXIT_USAGE = 2, EXIT_NOT_RUNNING = 69, EXIT_TRY_LATER = 75 };
// Codes of JSON-RPC errors, outside of what JSON-RPC reserves: the request may have been carried out, or was not.
enum { ERROR_LOST = -31001, ERROR_NOT_SENT = -31002 };

// Everything that a person or an agent reads.
enum words { FINE, ABSENT, NOT_UP, FORBIDDEN, TOO_LONG, NOT_INSTALLED, CANNOT_START, NO_ANSWER, STRANGE, OLD_CONNECTOR,
  OLD_APP, REFUSED, LOST, USAGE, LONG_ARGUMENTS, NOT_SAVED, MEMORY, NOT_FORWARDED, OTHER_OWNER, OPEN_KEY, ODD_KEY };
static const char *const words[] = {
  [ABSENT] = "Keyfob is not running. Start Keyfob, then try again. (Its socket is %s.)",
  [NOT_UP] = "Keyfob was started and did not come up in time. Start Keyfob by hand to see why, then try again.",
  [FORBIDDEN] = "Keyfob may not be reached from here: opening %s is forbidden. If a sandbox runs this program, "
    "allow that path in the sandbox's settings.",
  [TOO_LONG] = "The path of Keyfob's socket is longer than this system allows: %s. Keyfob needs a home folder with a "
    "shorter path.",
  [NOT_INSTALLED] = "Keyfob is not installed for this user: %s is missing. Install Keyfob and start it once.",
  [CANNOT_START] = "Keyfob cannot be started: %s. Start Keyfob by hand once; it then repairs what is written there.",
  [NO_ANSWER] = "Keyfob is running and does not answer. Quit Keyfob and start it again.",
  [STRANGE] = "What listens at %s does not speak as Keyfob does. Quit that program, then start Keyfob.",
  [OLD_CONNECTOR] = "This program uses a connector that is older than Keyfob. Start Keyfob again, which replaces the "
    "connector, then start this program again.",
  [OLD_APP] = "Keyfob is older than the connector of this program. Update Keyfob.",
  [REFUSED] = "%s",
  [LOST] = "Keyfob ended before it answered. The request may have been carried out: check before you make it again.",
  [USAGE] = "Usage: keyfob mcp SERVER, or keyfob COMMAND. `keyfob --help` lists the commands.",
  [LONG_ARGUMENTS] = "The arguments are too long. Pass long ones by standard input.",
  [NOT_SAVED] = "This could not be saved: %s. Choose another place with --out.",
  [MEMORY] = "There is not enough memory.",
  [NOT_FORWARDED] = "Keyfob is not reached from this machine: nothing answers at %s. On the computer where Keyfob runs, "
    "start Keyfob and the forwarding, then try again.",
  [OTHER_OWNER] = "What listens at %s belongs to another user, so the key of the forwarding is not sent to it. Forward "
    "Keyfob's socket into a folder that is yours alone.",
  [OPEN_KEY] = "The key of the forwarding is not sent, because others may know it: %s must be a file of yours with mode "
    "0600. Run chmod 600 on it; where others could read it, revoke the forwarding in Keyfob and make another one.",
  [ODD_KEY] = "The key of the forwarding in %s is not one of Keyfob's. Put it there as Keyfob showed it, or make another "
    "forwarding in Keyfob.",
};

// ---- What the two halves at the end provide, one for POSIX and one for Windows.
enum end { IN, OUT, ERR, APP, ENDS };
enum { READ = 1, WRITE = 2, GONE = 4, WAIT = -1, BROKEN = -2 };
static long long now(void); // milliseconds of a clock that is never set
static void wait_for(const int want[ENDS], int got[ENDS], long long until);
static long get(enum end e, char *p, size_t n);       // bytes; 0 at the end or where it is broken; WAIT
static long put(enum end e, const char *p, size_t n); // bytes; WAIT; BROKEN
static enum words dial(void);                         // opens APP: FINE, ABSENT, or why not
static enum words read_key(void);                     // of a forwarding, if this machine has one
static bool is_connected(void);
static void half_close(void); // APP: no more will be sent
static void hang_up(void);
static bool may_start(void); // whether it is this connector that is to start the app, and has not done so
static enum words start_app(void);
static enum words start_failed(void); // why, once that is known
static void stop_starting(void);      // another connector may start the app
struct buffer;
static void describe(struct buffer *b); // members of the hello: process, terminal, what 0 and 1 are, folder
static int who(const char *number);
static void find_base(void);
static char *read_text(const char *name); // of Keyfob's folder; NULL where there is no such file
static bool is_folder(const char *path, bool may_make);
static FILE *create(const char *path, bool is_new); // is_new: EEXIST where there is one

static char base[PATH], socket_path[PATH]; // the folder of Keyfob's files, and where the app listens
static char detail[FIELD];                 // what the words about the latest failure name
static char key[FIELD]; // of the forwarding by which this machine reaches an app on another one; empty: there is none
static bool is_fixed_socket, is_up, is_started;

static enum words keep_key(const char *text) { // letters of base64url, and what ends the line of a file
  size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
  if (n == 0 || n >= 128 || text[n + strspn(text + n, "\r\n")]) return ODD_KEY;
  snprintf(key, sizeof key, "%.*s", (int)n, text);
  return FINE;
}
static const char *say(char *p, size_t n, enum words w) {
  snprintf(p, n, words[w == ABSENT && *key ? NOT_FORWARDED : w], detail);
  return p;
}
static void complain(enum words w) {
  char text[2 * FIELD];
  fprintf(stderr, "keyfob: %s\n", say(text, sizeof text, w));
}

// ---- Buffers. What lies between `start` and `end` is still to be used.
struct buffer { char *data; size_t start, end, room; };
static size_t held(const struct buffer *b) { return b->end - b->start; }
static char *reserve(struct buffer *b, size_t more) {
  if (b->start > 0) {
    memmove(b->data, b->data + b->start, held(b));
    b->end -= b->start;
    b->start = 0;
  }
  if (b->end == 0 && b->room > 4 * CHUNK) { // a long message has passed
    free(b->data);
    *b = (struct buffer){ 0 };
  }
  if (b->end + more > b->room) {
    size_t room = b->room ? b->room : CHUNK;
    while (room < b->end + more) room *= 2;
    char *data = realloc(b->data, room);
    if (!data) complain(MEMORY), exit(EXIT_TRY_LATER);
    b->data = data;
    b->room = room;
  }
  return b->data + b->end;
}
static void add(struct buffer *b, const void *p, size_t n) {
  if (n > 0) memcpy(reserve(b, n), p, n);
  b->end += n;
}
static void add_text(struct buffer *b, const char *text) { add(b, text, strlen(text)); }
// Adds it as a JSON string. Bytes that are not UTF-8 stay as they are.
static void add_quoted(struct buffer *b, const char *text) {
  add_text(b, "\"");
  for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
    char escaped[8];
    snprintf(escaped, sizeof escaped, *c < 32 || *c == 127 ? "\\u%04x" : *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    add_text(b, escaped);
  }
  add_text(b, "\"");
}

// ---- The scanner: finds the top-level `id` and `method` of each message, those of the elements of a batch too.
// It follows depth and strings alone, and judges nothing: text that is not JSON passes.
enum field { ID, METHOD, KEYFOB, ERROR_MEMBER, FIELDS, UNKNOWN };
static const char *const names[FIELDS] = { "id", "method", "keyfob", "error" };
// As it was written. Its kind: '"' a string, '0' a number, 'x' something else, 0 absent.
struct value { char kind; size_t n; char text[FIELD]; };
struct scan {
  long depth, base; // the depth inside of a message: 1, or 2 in a batch
  bool is_string, is_escaped, is_object, is_key, is_mid_line;
  enum field field;
  struct value *into, key, fields[FIELDS];
};
enum event { NOTHING, MESSAGE, LINE };

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
static size_t decode(const struct value *v, char *out) {
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
static bool is_text(const struct value *v, const char *text) {
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
static bool is_id(const struct value *v) {
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
static bool is_same(const struct value *a, const struct value *b) {
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

// Reads on until a message or a line is complete, and returns how many bytes that took.
static size_t scan(struct scan *s, const char *p, size_t n, enum event *event) {
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

// ---- The session of an agent: which requests are open, and the handshake, for the app that comes after this one.
struct open_id { struct open_id *next; char kind; size_t n; char text[]; };
static struct scan client, app;
static struct buffer from_client, to_client, before, line; // `before` is sent before `from_client`
static struct buffer initialize, initialized;              // as the client wrote them
static struct value initialize_id;
static struct open_id *open_ids;
static size_t whole; // what lies before it in `to_client` is whole messages
static bool is_ready, is_replaying, is_skipping, is_initialize_open, is_deaf, input_ended, is_half_closed;
static char reason[2 * FIELD]; // why messages are refused
static enum words reported;
static int skip_code, connections, tries, between = FIRST_PAUSE;
static long long connected_at, retry_at, hold_until, refuse_until, answer_by, start_after, patience = PATIENCE;

static void report(enum words w) { // once, until it is mended
  if (w != reported) complain(w);
  reported = w;
}
static void answer_error(const struct value *id, int code, const char *text) {
  char middle[64];
  add_text(&to_client, "{\"jsonrpc\":\"2.0\",\"id\":");
  add(&to_client, id->text, id->n);
  snprintf(middle, sizeof middle, ",\"error\":{\"code\":%d,\"message\":", code);
  add_text(&to_client, middle);
  add_quoted(&to_client, text);
  add_text(&to_client, "}}\n");
  whole = to_client.end;
}
static struct value id_of(const struct open_id *opened) {
  struct value v;
  v.kind = opened->kind;
  v.n = opened->n;
  memcpy(v.text, opened->text, v.n);
  return v;
}
static void close_id(struct open_id **at) {
  struct open_id *closed = *at;
  *at = closed->next;
  free(closed);
}
// An `initialize` can be made again, so it waits for the next app: many agents give up a server that refuses it.
static void answer_open_ids(int code, const char *text, bool with_initialize) {
  for (struct open_id **at = &open_ids; *at;) {
    struct value id = id_of(*at);
    if (!with_initialize && is_initialize_open && is_same(&id, &initialize_id)) { at = &(*at)->next; continue; }
    answer_error(&id, code, text);
    close_id(at);
  }
  if (with_initialize && is_initialize_open) is_initialize_open = false, initialize.end = 0;
}
static void keep(struct buffer *b) {
  b->end = 0;
  add(b, line.data, line.end);
  add_text(b, "\n");
}
static void client_message(bool is_sent) {
  const struct value *id = &client.fields[ID], *method = &client.fields[METHOD];
  bool is_request = is_id(id) && method->kind == '"', can_keep = client.base == 1 && line.end < CHUNK;
  if (can_keep && initialize.end > 0 && !is_id(id) && is_text(method, "notifications/initialized")) keep(&initialized);
  if (!is_request) return;
  if (!is_sent) { answer_error(id, skip_code, skip_code == ERROR_LOST ? words[LOST] : reason); return; }
  struct open_id *opened = malloc(sizeof *opened + id->n);
  if (!opened) complain(MEMORY), exit(EXIT_TRY_LATER);
  *opened = (struct open_id){ open_ids, id->kind, id->n };
  memcpy(opened->text, id->text, id->n);
  open_ids = opened;
  if (!can_keep || !is_text(method, "initialize")) return;
  keep(&initialize);
  initialized.end = 0;
  initialize_id = *id;
  is_initialize_open = true;
  tries = 0;
}
// Takes note of what was sent, or answers what will not be. Stops after a line that was not sent.
static size_t read_client(const char *p, size_t n, bool is_sent) {
  size_t done = 0;
  for (enum event event = NOTHING; done < n && (is_sent || event != LINE);) {
    size_t used = scan(&client, p + done, n - done, &event);
    if (line.end + used <= CHUNK) add(&line, p + done, used);
    else line.end = CHUNK;
    done += used;
    if (event == MESSAGE) client_message(is_sent);
    if (event == LINE) line.end = 0;
  }
  return done;
}

static void lose(int code, const char *text) {
  hang_up();
  is_up = is_ready = is_replaying = is_half_closed = is_deaf = false;
  to_client.end = whole;
  before.start = before.end = 0;
  if (client.is_mid_line && !is_skipping) is_skipping = true, skip_code = code;
  retry_at = now() + between;
  answer_open_ids(code, text, false);
}
static void fail(enum words w) {
  report(w);
  say(reason, sizeof reason, w);
  stop_starting();
  is_started = false;
  hold_until = 0;
  refuse_until = now() + REFUSE;
  answer_open_ids(ERROR_NOT_SENT, reason, true);
}
static void app_ended(void) {
  start_after = now() + COMING_BACK;
  if (now() - connected_at >= COMING_BACK) between = FIRST_PAUSE;
  else if (between < WANTED_PAUSE) between *= 2;
  if (is_ready) report(LOST);
  lose(ERROR_LOST, words[LOST]);
  if (is_initialize_open && ++tries >= TRIES) answer_open_ids(ERROR_LOST, words[LOST], true);
}
// The app is there, and it or what it says is not to be used.
static void refuse(enum words w) {
  say(reason, sizeof reason, w);
  lose(is_ready || w == NO_ANSWER ? ERROR_LOST : ERROR_NOT_SENT, reason);
  fail(w);
  retry_at = now() + 5 * REFUSE;
}
static size_t hello(struct buffer *b, int argc, char **argv) {
  char text[64];
  size_t start = b->end;
  add_text(b, "{\"keyfob\":1,\"version\":\"" KEYFOB_VERSION "\",\"argv\":[");
  for (int i = 1; i < argc; i++) {
    if (i > 1) add_text(b, ",");
    add_quoted(b, argv[i]);
  }
  snprintf(text, sizeof text, "],\"connection\":%d", connections);
  add_text(b, text);
  if (*key) add_text(b, ",\"forwarding\":"), add_quoted(b, key);
  describe(b);
  add_text(b, "}\n");
  return b->end - start;
}
// Reads the app's answer to the hello.
static enum words greeting(const char *p, size_t n) {
  enum event event;
  memset(&app, 0, sizeof app);
  scan(&app, p, n, &event);
  const struct value *version = &app.fields[KEYFOB], *error = &app.fields[ERROR_MEMBER];
  snprintf(detail, sizeof detail, "%.*s", FIELD - 1, socket_path);
  if (event != MESSAGE || version->kind != '0') return STRANGE;
  if (error->kind == '"') {
    detail[decode(error, detail)] = 0;
    for (char *c = detail; *c; c++)
      if ((unsigned char)*c < 32 || *c == 127) *c = ' ';
    return REFUSED;
  }
  long spoken = strtol(version->text, NULL, 10);
  return spoken == PROTOCOL ? FINE : spoken > PROTOCOL ? OLD_CONNECTOR : OLD_APP;
}
static void greeted(void) {
  is_ready = true;
  reported = FINE;
  hold_until = refuse_until = 0;
  stop_starting();
  is_started = false;
}
// Whether the client gets this line of the app.
static bool app_line(const char *p, size_t n) {
  bool is_for_client = true;
  memset(&app, 0, sizeof app);
  for (size_t done = 0; done < n;) {
    enum event event;
    done += scan(&app, p + done, n - done, &event);
    const struct value *id = &app.fields[ID];
    if (event != MESSAGE || !is_id(id) || app.fields[METHOD].kind) continue;
    if ((is_replaying || is_initialize_open) && is_same(id, &initialize_id)) {
      is_for_client = is_initialize_open; // the client has its answer already, where it was made again
      if (is_replaying) add(&before, initialized.data, initialized.end);
      if (is_initialize_open && app.fields[ERROR_MEMBER].kind) initialize.end = 0;
      is_replaying = is_initialize_open = false;
    }
    if (!is_for_client) continue;
    for (struct open_id **at = &open_ids; *at; at = &(*at)->next) {
      struct value opened = id_of(*at);
      if (is_same(&opened, id)) { close_id(at); break; }
    }
  }
  return is_for_client;
}
static void read_app(size_t n) {
  size_t at = to_client.end;
  to_client.end += n;
  for (char *found; (found = memchr(to_client.data + at, '\n', to_client.end - at)); at = whole) {
    size_t next = (size_t)(found - to_client.data) + 1;
    if (is_ready && app_line(to_client.data + whole, next - whole)) { whole = next; continue; }
    if (!is_ready) {
      enum words w = greeting(to_client.data + whole, next - whole);
      if (w) { refuse(w); return; }
      greeted();
    }
    memmove(to_client.data + whole, to_client.data + next, to_client.end - next);
    to_client.end -= next - whole;
  }
  if (to_client.end - whole <= (is_ready ? LONGEST : HELLO)) return;
  snprintf(detail, sizeof detail, "%.*s", FIELD - 1, socket_path);
  refuse(STRANGE);
}
static void attempt(bool is_wanted, int argc, char **argv) {
  enum words w = read_key();
  if (!w) w = dial();
  if (w == ABSENT && is_wanted && !is_fixed_socket && !*key && now() >= start_after && now() < hold_until - patience / 2) {
    is_started = true;
    if (may_start()) { // the app may have come up before the lock was free
      w = dial();
      if (w == ABSENT) w = start_app();
      if (w == FINE && !is_connected()) w = ABSENT;
    }
  }
  if (w == FINE) {
    is_up = true;
    connected_at = now();
    answer_by = now() + (patience > 0 ? patience : PATIENCE);
    connections++;
    hello(&before, argc, argv);
    is_replaying = initialize.end > 0;
    if (is_replaying) add(&before, initialize.data, initialize.end);
    return;
  }
  int longest = is_wanted ? WANTED_PAUSE : IDLE_PAUSE;
  between = between * 2 > longest ? longest : between * 2;
  retry_at = now() + between;
  if (is_wanted && w != ABSENT) fail(w);
}

static int mcp(int argc, char **argv) {
  bool was_ready = false;
  for (;;) {
    if (is_up && (!is_ready || is_replaying) && now() >= answer_by) refuse(NO_ANSWER);
    if (!is_up) {
      bool is_wanted = (held(&from_client) > 0 && !is_skipping) || is_initialize_open;
      if (is_wanted && !hold_until && now() >= refuse_until)
        hold_until = now() + patience, retry_at = now(), between = FIRST_PAUSE;
      if (now() >= retry_at) attempt(hold_until > 0, argc, argv);
      enum words w = is_up || !hold_until ? FINE : start_failed();
      if (!is_up && hold_until && !w && now() >= hold_until) w = is_started ? NOT_UP : ABSENT;
      if (w) fail(w);
    }
    was_ready |= is_ready;
    if (held(&from_client) > 0 && (is_skipping || (!is_up && now() < refuse_until)) && held(&to_client) < CHUNK) {
      if (!is_skipping) skip_code = ERROR_NOT_SENT;
      from_client.start += read_client(from_client.data + from_client.start, held(&from_client), false);
      is_skipping = client.is_mid_line;
      continue;
    }
    bool is_idle = input_ended && !held(&from_client) && !held(&before) && !is_replaying && is_ready == is_up;
    if (is_idle && !open_ids && to_client.start == whole) return was_ready ? 0 : EXIT_NOT_RUNNING;
    if (is_up && is_idle && !is_half_closed) half_close(), is_half_closed = true;

    int want[ENDS] = { 0 }, got[ENDS] = { 0 };
    bool can_send = held(&before) > 0 || (held(&from_client) > 0 && !is_replaying && !is_skipping);
    long long until = now() + 3600000;
    if (!input_ended && !held(&from_client)) want[IN] = READ;
    want[OUT] = to_client.start < whole ? WRITE | GONE : GONE;
    if (is_up) want[APP] = (can_send && !is_deaf ? WRITE : 0) | (to_client.start == whole ? READ : 0);
    if (is_up && (!is_ready || is_replaying)) until = answer_by;
    if (!is_up) until = hold_until && hold_until < retry_at ? hold_until : retry_at;
    if (!is_up && refuse_until > now() && refuse_until < until) until = refuse_until;
    wait_for(want, got, until);

    if (got[OUT] & GONE) return 0;
    if (got[OUT] & WRITE) {
      long n = put(OUT, to_client.data + to_client.start, whole - to_client.start);
      if (n == BROKEN) return 0;
      if (n > 0) to_client.start += (size_t)n;
    }
    if (got[APP] & WRITE) {
      struct buffer *b = held(&before) > 0 ? &before : &from_client;
      long n = put(APP, b->data + b->start, held(b));
      if (n == BROKEN) is_deaf = true; // what it has said before is still to be read
      if (n > 0 && b == &from_client) read_client(b->data + b->start, (size_t)n, true);
      if (n > 0) b->start += (size_t)n;
    }
    if (got[APP] & READ) {
      whole -= to_client.start;
      long n = get(APP, reserve(&to_client, CHUNK), CHUNK);
      if (n > 0) read_app((size_t)n);
      if (n == 0) app_ended();
    }
    if (got[IN] & READ) {
      long n = get(IN, reserve(&from_client, CHUNK), CHUNK);
      if (n == 0) input_ended = true;
      if (n > 0) from_client.end += (size_t)n;
    }
  }
}

// ---- Every other command: frames of one byte for what it is, four for the length (most significant first), and text.
enum frame { FRAME_INPUT, FRAME_OUTPUT, FRAME_ERRORS, FRAME_EXIT, FRAME_FILE, FRAME_BYTES, FRAME_CLOSE };
enum { SAVED = FRAME_FILE, MOST_ALIKE = 1000 };
static void put_all(enum end e, const char *p, size_t n) {
  while (n > 0) {
    int want[ENDS] = { 0 }, got[ENDS] = { 0 };
    want[e] = WRITE;
    wait_for(want, got, now() + 3600000);
    long sent = got[e] ? put(e, p, n) : WAIT;
    if (sent == BROKEN && e == APP) complain(LOST);
    if (sent == BROKEN) exit(e == APP ? EXIT_TRY_LATER : 0);
    if (sent > 0) p += sent, n -= (size_t)sent;
  }
}
static bool has_frame(const struct buffer *b, size_t *length) {
  if (held(b) < 5) return false;
  const unsigned char *p = (const unsigned char *)b->data + b->start;
  *length = (size_t)p[1] << 24 | (size_t)p[2] << 16 | (size_t)p[3] << 8 | p[4];
  if (p[0] <= FRAME_CLOSE && *length <= CHUNK) return held(b) >= 5 + *length;
  snprintf(detail, sizeof detail, "%.*s", FIELD - 1, socket_path);
  complain(STRANGE);
  exit(EXIT_TRY_LATER);
}
static void send_frame(char kind, const char *p, size_t n) {
  char frame[5 + CHUNK] = { kind };
  for (int i = 1; i <= 4; i++) frame[i] = (char)(n >> 8 * (4 - i));
  memcpy(frame + 5, p, n);
  put_all(APP, frame, 5 + n);
}
// A file of a result. The app does not write it, because it may write where this program may not.
static FILE *file;
static char file_path[2 * PATH];
static void not_saved(int error) {
  snprintf(detail, sizeof detail, "%.*s: %s", FIELD / 2, file_path, strerror(error));
  complain(NOT_SAVED);
  if (file) fclose(file);
  file = NULL;
}
// '1' where it is the only one, its place, a zero, and its name where that place is a folder.
static void begin_file(const char *p, size_t n) {
  char text[CHUNK + 2];
  memcpy(text, p, n);
  text[n] = text[n + 1] = 0;
  const char *place = text + 1, *name = place + strlen(place) + 1, *dot = strrchr(name, '.');
  bool is_inside = is_folder(place, text[0] != '1' || (*place && place[strlen(place) - 1] == '/'));
  int stem = dot ? (int)(dot - name) : (int)strlen(name);
  snprintf(file_path, sizeof file_path, "%.*s", PATH, place);
  if (!is_inside) file = create(file_path, text[0] != '1');
  for (int i = 1; is_inside && !file && i < MOST_ALIKE && (i == 1 || errno == EEXIST); i++) {
    char number[16] = "";
    if (i > 1) snprintf(number, sizeof number, "-%d", i);
    snprintf(file_path, sizeof file_path, "%.*s%s%.*s%s%s", PATH, place, place[strlen(place) - 1] == '/' ? "" : "/", stem,
      name, number, dot ? dot : "");
    file = create(file_path, true);
  }
  if (!file) not_saved(errno);
}
static void write_file(const char *p, size_t n) {
  if (file && fwrite(p, 1, n, file) != n) not_saved(errno);
}
static void close_file(void) {
  bool was_open = file != NULL;
  if (was_open && fclose(file)) file = NULL, not_saved(errno), was_open = false;
  file = NULL;
  send_frame(SAVED, file_path, was_open ? strlen(file_path) : 0);
}
static int command(int argc, char **argv) {
  bool starts = !is_fixed_socket && argv[1][0] != '-', wants_input = false;
  for (size_t i = 0; i < sizeof without_start / sizeof *without_start; i++)
    if (!strcmp(argv[1], without_start[i])) starts = false;
  const int nothing[ENDS] = { 0 };
  int got[ENDS] = { 0 };
  hold_until = now() + patience;
  enum words w = read_key();
  while (!w && (w = dial()) == ABSENT && starts && !*key && now() < hold_until) {
    if (may_start() && (w = dial()) == ABSENT) w = start_app();
    if (is_connected()) break;
    if (w == FINE || w == ABSENT) w = start_failed();
    if (w) break;
    is_started = true;
    wait_for(nothing, got, now() + FIRST_PAUSE);
  }
  if (w) return complain(w == ABSENT && is_started ? NOT_UP : w), EXIT_NOT_RUNNING;
  connections = 1;
  hello(&before, argc, argv);
  put_all(APP, before.data, before.end);
  for (bool greeted = false;;) {
    size_t length;
    char *end;
    while (!greeted && (end = memchr(to_client.data + to_client.start, '\n', held(&to_client)))) {
      w = greeting(to_client.data, (size_t)(end - to_client.data) + 1);
      if (w) return complain(w), EXIT_NOT_RUNNING;
      to_client.start = (size_t)(end - to_client.data) + 1;
      greeted = true;
      stop_starting();
    }
    while (greeted && has_frame(&to_client, &length)) {
      const char *p = to_client.data + to_client.start;
      if (p[0] == FRAME_INPUT) wants_input = true;
      else if (p[0] == FRAME_EXIT) return length > 0 ? (unsigned char)p[5] : 0;
      else if (p[0] == FRAME_FILE) begin_file(p + 5, length);
      else if (p[0] == FRAME_BYTES) write_file(p + 5, length);
      else if (p[0] == FRAME_CLOSE) close_file();
      else put_all(p[0] == FRAME_OUTPUT ? OUT : ERR, p + 5, length);
      to_client.start += 5 + length;
    }
    int want[ENDS] = { 0 };
    want[APP] = READ;
    if (wants_input) want[IN] = READ;
    wait_for(want, got, greeted ? now() + 3600000 : hold_until);
    if (!greeted && (now() >= hold_until || held(&to_client) > HELLO)) return complain(NO_ANSWER), EXIT_TRY_LATER;
    if (got[APP] & READ) {
      long n = get(APP, reserve(&to_client, CHUNK), CHUNK);
      if (n == 0) return complain(LOST), EXIT_TRY_LATER;
      if (n > 0) to_client.end += (size_t)n;
    }
    if (got[IN] & READ) {
      char piece[CHUNK];
      long n = get(IN, piece, CHUNK);
      if (n < 0) continue;
      send_frame(FRAME_INPUT, piece, (size_t)n);
      if (n == 0) wants_input = false;
    }
  }
}

// ---- What needs no app: help and completions, as the app wrote them in the user's language, else as they are here.
// Each follows a line of a character 1 and the command line that asks for it.
static bool print_text(const char *texts, const char *asked) {
  size_t n = strlen(asked);
  while (texts && *texts == 1 && (strncmp(texts + 1, asked, n) || texts[n + 1] != '\n')) texts = strchr(texts + 1, 1);
  if (!texts || *texts != 1) return false;
  texts += n + 2;
  printf("%.*s", (int)strcspn(texts, "\1"), texts);
  return true;
}
static bool is_help(const char *option) { return !strcmp(option, "--help") || !strcmp(option, "-h"); }
static bool is_offline(int argc, char **argv) { return is_help(argv[argc - 1]) || !strcmp(argv[1], "help") ||
  !strcmp(argv[1], "completion"); }
static int answer_offline(int argc, char **argv) {
  char asked[FIELD];
  bool is_asked = is_help(argv[argc - 1]), is_bare = argc == 2;
  const char *what = is_asked ? is_bare ? "" : argv[1] : is_bare ? "" : argv[2];
  snprintf(asked, sizeof asked, "%s%s%.*s", is_asked ? "help" : argv[1], *what ? " " : "", FIELD / 2, what);
  bool fits = is_asked || argc <= 3;
  if (fits && (print_text(read_text("offline-texts"), asked) || print_text(offline_texts, asked))) return 0;
  return complain(USAGE), EXIT_USAGE;
}

#ifdef _WIN32
// ---- Windows: compiled in a check, never run so far. Pipes cannot be polled, so each direction has a thread.
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#include <windows.h>

enum { WAYS = 5 }; // IN, OUT, ERR, from APP, to APP
struct way {
  HANDLE file, filled, emptied, thread;
  bool is_input, is_pipe, is_closed;
  DWORD n, taken;
  char data[CHUNK];
};
static struct way ways[WAYS];
static HANDLE lock_file = INVALID_HANDLE_VALUE;
static bool is_spawned;

static long long now(void) { return (long long)GetTickCount64(); }
static bool move(struct way *w, char *p, DWORD n, DWORD *done) {
  OVERLAPPED o = { .hEvent = w->is_pipe ? CreateEventW(NULL, TRUE, FALSE, NULL) : NULL }, *how = w->is_pipe ? &o : NULL;
  BOOL is_done = w->is_input ? ReadFile(w->file, p, n, done, how) : WriteFile(w->file, p, n, done, how);
  if (!is_done && how && GetLastError() == ERROR_IO_PENDING) is_done = GetOverlappedResult(w->file, how, done, TRUE);
  if (o.hEvent) CloseHandle(o.hEvent);
  return is_done && *done > 0;
}
static DWORD WINAPI run(void *given) {
  struct way *w = given;
  do {
    WaitForSingleObject(w->is_input ? w->emptied : w->filled, INFINITE);
    DWORD done = 0;
    if (w->is_closed) break;
    if (w->is_input) w->is_closed = !move(w, w->data, CHUNK, &w->n);
    else
      for (DWORD at = 0; at < w->n && !w->is_closed; at += done)
        w->is_closed = !move(w, w->data + at, w->n - at, &done);
    if (w->is_closed) w->n = 0;
    ResetEvent(w->is_input ? w->emptied : w->filled);
    SetEvent(w->is_input ? w->filled : w->emptied);
  } while (!w->is_closed);
  return 0;
}
static struct way *way_of(int e, bool is_input) {
  struct way *w = &ways[e == APP && !is_input ? APP + 1 : e];
  if (w->thread || !w->file) return w;
  w->is_input = is_input;
  w->is_closed = false;
  w->n = w->taken = 0;
  w->filled = CreateEventW(NULL, TRUE, FALSE, NULL);
  w->emptied = CreateEventW(NULL, TRUE, TRUE, NULL);
  w->thread = CreateThread(NULL, 0, run, w, 0, NULL);
  return w;
}
static void wait_for(const int want[ENDS], int got[ENDS], long long until) {
  HANDLE events[WAYS];
  int of[WAYS], kind[WAYS];
  DWORD n = 0;
  for (int e = 0; e < ENDS; e++) {
    got[e] = 0;
    for (int k = READ; k <= WRITE; k += WRITE - READ) {
      struct way *w = want[e] & k ? way_of(e, k == READ) : NULL;
      if (w) events[n] = k == READ ? w->filled : w->emptied, of[n] = e, kind[n++] = k;
    }
  }
  long long left = until - now();
  DWORD time = left < 0 ? 0 : (DWORD)left;
  if (n == 0) Sleep(time);
  else if (WaitForMultipleObjects(n, events, FALSE, time) == WAIT_FAILED) Sleep(FIRST_PAUSE);
  for (DWORD i = 0; i < n; i++)
    if (WaitForSingleObject(events[i], 0) == WAIT_OBJECT_0) got[of[i]] |= kind[i];
}
static long get(enum end e, char *p, size_t n) {
  struct way *w = way_of(e, true);
  if (WaitForSingleObject(w->filled, 0) != WAIT_OBJECT_0) return WAIT;
  DWORD size = w->n - w->taken < n ? w->n - w->taken : (DWORD)n;
  memcpy(p, w->data + w->taken, size);
  w->taken += size;
  if (size > 0 && w->taken == w->n) w->taken = 0, ResetEvent(w->filled), SetEvent(w->emptied);
  return (long)size;
}
static long put(enum end e, const char *p, size_t n) {
  struct way *w = way_of(e, false);
  if (w->is_closed) return BROKEN;
  if (WaitForSingleObject(w->emptied, 0) != WAIT_OBJECT_0) return WAIT;
  w->n = n < CHUNK ? (DWORD)n : CHUNK;
  memcpy(w->data, p, w->n);
  DWORD taken = w->n; // the thread may change `n` from here on
  ResetEvent(w->emptied);
  SetEvent(w->filled);
  return (long)taken;
}
static bool is_connected(void) { return ways[APP].file != NULL; }
static void half_close(void) {} // a named pipe has no half: the app sees the end when the connector has its answers
static void hang_up(void) {
  for (int i = APP; i < WAYS; i++) {
    struct way *w = &ways[i];
    w->is_closed = true;
    if (w->thread) {
      SetEvent(w->filled), SetEvent(w->emptied);
      CancelIoEx(w->file, NULL);
      WaitForSingleObject(w->thread, INFINITE);
      CloseHandle(w->thread), CloseHandle(w->filled), CloseHandle(w->emptied);
    }
    if (i == APP && w->file) CloseHandle(w->file);
    *w = (struct way){ 0 };
  }
}
static enum words dial(void) {
  wchar_t name[PATH];
  snprintf(detail, sizeof detail, "%.*s", FIELD - 1, socket_path);
  if (!MultiByteToWideChar(CP_UTF8, 0, socket_path, -1, name, PATH)) return TOO_LONG;
  DWORD flags = FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION;
  HANDLE file = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, flags, NULL);
  if (file == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_ACCESS_DENIED ? FORBIDDEN : ABSENT;
  ways[APP].file = ways[APP + 1].file = file;
  ways[APP].is_pipe = ways[APP + 1].is_pipe = true;
  return FINE;
}
static void describe(struct buffer *b) {
  char text[256], folder[PATH];
  CONSOLE_SCREEN_BUFFER_INFO info = { 0 };
  GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &info);
  snprintf(text, sizeof text, ",\"pid\":%lu,\"tty\":[%s,%s,%s],\"columns\":%d,\"stdio\":[],\"cwd\":",
    GetCurrentProcessId(), _isatty(0) ? "true" : "false", _isatty(1) ? "true" : "false", _isatty(2) ? "true" : "false",
    info.dwSize.X);
  add_text(b, text);
  wchar_t wide[PATH];
  DWORD n = GetCurrentDirectoryW(PATH, wide);
  size_t start = b->end;
  add_quoted(b, n && WideCharToMultiByte(CP_UTF8, 0, wide, -1, folder, PATH, NULL, NULL) ? folder : "");
  if (b->end > HELLO - 2) b->end = start, add_text(b, "null");
}
static int who(const char *number) {
  ULONG pid = 0;
  if (!GetNamedPipeClientProcessId((HANDLE)(intptr_t)_get_osfhandle(atoi(number)), &pid)) return EXIT_USAGE;
  printf("{\"pid\":%lu,\"uid\":0,\"gid\":0,\"parent\":0,\"started\":\"0\"}\n", pid);
  return 0;
}
static HANDLE open_file(const char *name, DWORD access, DWORD sharing, DWORD how) { // in Keyfob's folder
  char path[2 * PATH];
  wchar_t wide[2 * PATH];
  snprintf(path, sizeof path, "%s\\%s", base, name);
  snprintf(detail, sizeof detail, "%.*s", FIELD - 1, path);
  if (!MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, 2 * PATH)) return INVALID_HANDLE_VALUE;
  return CreateFileW(wide, access, sharing, NULL, how, FILE_ATTRIBUTE_NORMAL, NULL);
}
static DWORD read_file(const char *name, char *text, DWORD size) {
  HANDLE file = open_file(name, GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING);
  DWORD n = 0;
  if (file == INVALID_HANDLE_VALUE) return text[0] = 0, 0;
  if (!ReadFile(file, text, size - 1, &n, NULL)) n = 0;
  CloseHandle(file);
  text[n] = 0;
  return n;
}
static char *read_text(const char *name) {
  static char text[1 << 16];
  return read_file(name, text, sizeof text) ? text : NULL;
}
static bool is_folder(const char *path, bool may_make) {
  wchar_t wide[PATH];
  if (!MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, PATH)) return false;
  if (may_make) CreateDirectoryW(wide, NULL);
  DWORD found = GetFileAttributesW(wide);
  return found != INVALID_FILE_ATTRIBUTES && found & FILE_ATTRIBUTE_DIRECTORY;
}
static FILE *create(const char *path, bool is_new) {
  wchar_t wide[2 * PATH];
  if (!MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, 2 * PATH)) return errno = EINVAL, NULL;
  int fd = _wopen(wide, _O_WRONLY | _O_CREAT | _O_BINARY | (is_new ? _O_EXCL : _O_TRUNC), _S_IREAD | _S_IWRITE);
  return fd < 0 ? NULL : _fdopen(fd, "wb");
}
static enum words read_key(void) { // the folder is the user's own
  const char *given = getenv("KEYFOB_FORWARDING");
  char text[FIELD];
  key[0] = 0;
  if (given && *given) return snprintf(detail, sizeof detail, "%s", "KEYFOB_FORWARDING"), keep_key(given);
  return read_file("forwarding", text, sizeof text) ? keep_key(text) : FINE;
}
static bool may_start(void) {
  if (lock_file == INVALID_HANDLE_VALUE) lock_file = open_file("start.lock", GENERIC_WRITE, 0, OPEN_ALWAYS);
  return lock_file != INVALID_HANDLE_VALUE && !is_spawned;
}
static enum words start_app(void) { // each line of the file is an argument, and has no quotation marks
  char text[PATH], line_of[2 * PATH] = "";
  wchar_t wide[2 * PATH];
  STARTUPINFOW startup = { .cb = sizeof startup };
  PROCESS_INFORMATION process;
  if (!read_file("app", text, sizeof text)) return NOT_INSTALLED;
  for (char *each = strtok(text, "\r\n"); each; each = strtok(NULL, "\r\n"))
    snprintf(line_of + strlen(line_of), sizeof line_of - strlen(line_of), "\"%s\" ", each);
  snprintf(line_of + strlen(line_of), sizeof line_of - strlen(line_of), "--quietly");
  is_spawned = true;
  DWORD flags = DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP | CREATE_BREAKAWAY_FROM_JOB;
  if (MultiByteToWideChar(CP_UTF8, 0, line_of, -1, wide, 2 * PATH))
    for (int i = 0; i < 2; i++, flags &= ~(DWORD)CREATE_BREAKAWAY_FROM_JOB) { // the agent's job may not let it out
      if (!CreateProcessW(NULL, wide, NULL, NULL, FALSE, flags, NULL, NULL, &startup, &process)) continue;
      CloseHandle(process.hProcess), CloseHandle(process.hThread);
      return FINE;
    }
  snprintf(detail, sizeof detail, "Windows reports error %lu", GetLastError());
  return CANNOT_START;
}
static enum words start_failed(void) { return FINE; } // known at once
static void stop_starting(void) {
  if (lock_file != INVALID_HANDLE_VALUE) CloseHandle(lock_file);
  lock_file = INVALID_HANDLE_VALUE;
  is_spawned = false;
}
static void find_base(void) {
  wchar_t wide[PATH];
  DWORD n = GetModuleFileNameW(NULL, wide, PATH);
  if (!n || !WideCharToMultiByte(CP_UTF8, 0, wide, -1, base, PATH, NULL, NULL)) base[0] = 0;
  for (int i = 0; i < 2; i++) { // ...\Keyfob\bin\keyfob.exe
    char *last = strrchr(base, '\\');
    if (last) *last = 0;
  }
  read_file("run\\agent.pipe", socket_path, PATH); // the pipe's name
  socket_path[strcspn(socket_path, "\r\n")] = 0;
  static const DWORD handles[] = { STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE };
  for (int i = 0; i < 3; i++) ways[i].file = GetStdHandle(handles[i]), _setmode(i, _O_BINARY);
}
#else
// ---- POSIX.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
extern char **environ;
#else
#include <sys/prctl.h>
#include <sys/random.h>
#endif

enum { SMALLEST_PIPE_ROOM = 4096, SETTINGS = 64, FILE_SIZE = 65536, SIGNATURE = 15 };
static int fds[ENDS] = { 0, 1, 2, -1 }, lock_fd = -1, starter = -1;
static bool is_spawned;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
static void wait_for(const int want[ENDS], int got[ENDS], long long until) {
  struct pollfd p[ENDS + 1];
  for (int e = 0; e < ENDS; e++) {
    short events = (short)((want[e] & READ ? POLLIN : 0) | (want[e] & WRITE ? POLLOUT : 0));
    p[e] = (struct pollfd){ want[e] ? fds[e] : -1, events, 0 };
    got[e] = 0;
  }
  p[ENDS] = (struct pollfd){ starter, POLLIN, 0 };
  long long left = until - now();
  if (poll(p, ENDS + 1, left < 0 ? 0 : (int)left) < 0) return; // interrupted: the caller looks again
  for (int e = 0; e < ENDS; e++) {
    bool is_gone = p[e].revents & (POLLERR | POLLHUP | POLLNVAL);
    if (want[e] & READ && (is_gone || p[e].revents & POLLIN)) got[e] |= READ;
    if (want[e] & WRITE && (is_gone || p[e].revents & POLLOUT)) got[e] |= WRITE;
    if (want[e] & GONE && is_gone) got[e] |= GONE;
  }
}
static long get(enum end e, char *p, size_t n) {
  ssize_t got = read(fds[e], p, n);
  if (got < 0) return errno == EINTR || errno == EAGAIN ? WAIT : 0;
  return got;
}
// The ends of the agent stay as they are: another process may have the same ones, and would not expect O_NONBLOCK.
static long put(enum end e, const char *p, size_t n) {
  struct stat s = { 0 };
  bool is_socket = e == APP || (fstat(fds[e], &s) == 0 && S_ISSOCK(s.st_mode));
  bool is_limited = !is_socket && !S_ISREG(s.st_mode) && n > SMALLEST_PIPE_ROOM;
  ssize_t sent = is_socket ? send(fds[e], p, n, MSG_DONTWAIT) : write(fds[e], p, is_limited ? SMALLEST_PIPE_ROOM : n);
  if (sent < 0) return errno == EINTR || errno == EAGAIN || errno == ENOBUFS ? WAIT : BROKEN;
  return sent;
}
// A process keeps its sockets and its number when it becomes another program (execve), so the app cannot see from the
// number alone that this program made the socket. It gives socket and process the same new name: a socket gets a name
// only before it is connected (unix(7), abstract addresses), and a process only from itself (PR_SET_NAME).
static void sign(int fd) {
#ifdef __APPLE__
  (void)fd;
#else
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  char name[SIGNATURE + 1] = "keyfob-";
  unsigned char random[SIGNATURE];
  size_t start = strlen(name);
  if (getrandom(random, sizeof random, 0) != sizeof random) return;
  for (size_t i = start; i < SIGNATURE; i++) name[i] = "abcdefghijklmnopqrstuvwxyz234567"[random[i] % 32];
  memcpy(a.sun_path + 1, name, SIGNATURE);
  if (bind(fd, (struct sockaddr *)&a, offsetof(struct sockaddr_un, sun_path) + 1 + SIGNATURE) == 0)
    prctl(PR_SET_NAME, name);
#endif
}
static int peer_of(int fd, unsigned owner[2]) {
#ifdef __APPLE__
  pid_t pid = 0;
  socklen_t n = sizeof pid;
  uid_t uid = (uid_t)-1;
  gid_t gid = (gid_t)-1;
  if (getsockopt(fd, 0 /* SOL_LOCAL */, 2 /* LOCAL_PEERPID */, &pid, &n) || getpeereid(fd, &uid, &gid)) return 0;
#else
  struct ucred c;
  socklen_t n = sizeof c;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &c, &n)) return 0;
  pid_t pid = c.pid;
  uid_t uid = c.uid;
  gid_t gid = c.gid;
#endif
  if (owner) owner[0] = uid, owner[1] = gid;
  return pid;
}
// Another user may listen at a path in a folder that is open to all, and would be given the key.
static bool may_have_key(int fd) {
  unsigned owner[2] = { ~0U };
  peer_of(fd, owner);
  return owner[0] == getuid() || owner[0] == 0 || getuid() == 0;
}
static enum words dial(void) {
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  snprintf(detail, sizeof detail, "%.*s", FIELD - 1, socket_path);
  if (strlen(socket_path) >= sizeof a.sun_path) return TOO_LONG;
  memcpy(a.sun_path, socket_path, strlen(socket_path) + 1);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd >= 0) sign(fd);
  if (fd >= 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
      connect(fd, (struct sockaddr *)&a, sizeof a) == 0) {
    if (*key && !may_have_key(fd)) return close(fd), OTHER_OWNER;
    fds[APP] = fd;
    return FINE;
  }
  bool is_forbidden = errno == EPERM || errno == EACCES || errno == EAFNOSUPPORT;
  if (fd >= 0) close(fd);
  return is_forbidden ? FORBIDDEN : ABSENT;
}
static bool is_connected(void) { return fds[APP] >= 0; }
static void half_close(void) { shutdown(fds[APP], SHUT_WR); }
static void hang_up(void) {
  if (fds[APP] >= 0) close(fds[APP]);
  fds[APP] = -1;
}
static void describe(struct buffer *b) {
  char text[256], folder[PATH];
  struct winsize size = { 0 };
  if (ioctl(1, TIOCGWINSZ, &size)) size.ws_col = 0;
  snprintf(text, sizeof text, ",\"pid\":%d,\"tty\":[%s,%s,%s],\"columns\":%d,\"stdio\":[", (int)getpid(),
    isatty(0) ? "true" : "false", isatty(1) ? "true" : "false", isatty(2) ? "true" : "false", size.ws_col);
  add_text(b, text);
  for (int fd = 0; fd <= 1; fd++) {
    struct stat s = { 0 };
    fstat(fd, &s);
    const char *kind = S_ISFIFO(s.st_mode) ? "pipe" : S_ISSOCK(s.st_mode) ? "socket" : "other";
    snprintf(text, sizeof text, "%s{\"kind\":\"%s\",\"inode\":%llu,\"peer\":%d}", fd ? "," : "", kind,
      (unsigned long long)s.st_ino, S_ISSOCK(s.st_mode) ? peer_of(fd, NULL) : 0);
    add_text(b, text);
  }
  add_text(b, "],\"cwd\":");
  size_t start = b->end;
  add_quoted(b, getcwd(folder, sizeof folder) ? folder : "");
  if (b->end > HELLO - 2) b->end = start, add_text(b, "null");
}
static void print_signature(int fd) { // of the other end of a socket, as JSON
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  socklen_t n = sizeof a;
  size_t start = offsetof(struct sockaddr_un, sun_path) + 1;
  bool is_signed = getpeername(fd, (struct sockaddr *)&a, &n) == 0 && n == start + SIGNATURE && a.sun_path[0] == 0;
  for (size_t i = 1; is_signed && i <= SIGNATURE; i++)
    is_signed = a.sun_path[i] > ' ' && a.sun_path[i] < 127 && !strchr("\"\\", a.sun_path[i]);
  printf("\"signature\":\"%.*s\",", is_signed ? SIGNATURE : 0, a.sun_path + 1);
}
// The process that connected the socket, its parent, and when it started (fields 4 and 22 of /proc/PID/stat).
static int who(const char *number) {
  unsigned owner[2] = { 0 };
  errno = 0;
  int pid = peer_of(atoi(number), owner), parent = 0;
  char text[FIELD] = "";
  unsigned long long started = 0;
  if (pid == 0 && errno) return fprintf(stderr, "keyfob: %s\n", strerror(errno)), EXIT_USAGE;
  snprintf(text, sizeof text, "/proc/%d/stat", pid);
  FILE *f = fopen(text, "r");
  size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
  if (f) fclose(f);
  text[n] = 0;
  const char *rest = n > 0 ? strrchr(text, ')') : NULL; // the name before it may contain anything
  const char *format = ") %*c %d %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu";
  if (rest && sscanf(rest, format, &parent, &started) != 2) started = 0;
  printf("{\"pid\":%d,\"uid\":%u,\"gid\":%u,", pid, owner[0], owner[1]);
  print_signature(atoi(number));
  printf("\"parent\":%d,\"started\":\"%llu\"}\n", parent, started);
  return 0;
}

// ---- POSIX: starting the app.
static char *read_file(const char *folder, const char *name) {
  char path[2 * PATH], *data = malloc(FILE_SIZE);
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t n = fd >= 0 && data ? read(fd, data, FILE_SIZE - 1) : -1;
  if (fd >= 0) close(fd);
  if (n < 0) return snprintf(detail, sizeof detail, "%.*s", FIELD - 1, path), free(data), NULL;
  data[n] = 0;
  return data;
}
static char *read_text(const char *name) { return read_file(base, name); }
static bool is_folder(const char *path, bool may_make) {
  struct stat s;
  if (may_make) mkdir(path, 0777);
  return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}
static FILE *create(const char *path, bool is_new) {
  int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (is_new ? O_EXCL : O_TRUNC), 0666);
  return fd < 0 ? NULL : fdopen(fd, "wb");
}
static enum words read_key(void) {
  const char *given = getenv("KEYFOB_FORWARDING");
  char text[FIELD];
  struct stat s;
  key[0] = 0;
  snprintf(detail, sizeof detail, "%s", "KEYFOB_FORWARDING");
  if (given && *given) return keep_key(given);
  snprintf(text, sizeof text, "%.*s/forwarding", FIELD - 16, base);
  int fd = open(text, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) return FINE;
  snprintf(detail, sizeof detail, "%s", text);
  bool is_closed = fd >= 0 && !fstat(fd, &s) && S_ISREG(s.st_mode) && !(s.st_mode & 07177);
  if (is_closed) is_closed = s.st_uid == getuid() || getuid() == 0;
  ssize_t n = is_closed ? read(fd, text, sizeof text - 1) : -1;
  if (fd >= 0) close(fd);
  text[n > 0 ? n : 0] = 0;
  return is_closed ? keep_key(text) : OPEN_KEY;
}
static char *next_line(char **rest) {
  char *start = *rest, *end = start ? strchr(start, '\n') : NULL;
  *rest = end ? end + 1 : NULL;
  if (end) *end = 0;
  return start && (*start || end) ? start : NULL;
}
static const char *home(void) {
  static char *found;
  char *rest = NULL, *each;
  if (!found && getenv("HOME") && getenv("HOME")[0] == '/') found = getenv("HOME");
  if (!found) rest = read_file("/etc", "passwd");
  while (!found && (each = next_line(&rest))) { // name, password, uid, gid, comment, home, shell
    char *field[7] = { each };
    for (int i = 1; i < 7; i++)
      if (field[i - 1] && (field[i] = strchr(field[i - 1], ':'))) *field[i]++ = 0;
    if (field[5] && field[5][0] == '/' && strtoul(field[2], NULL, 10) == getuid()) found = field[5];
  }
  return found ? found : "/";
}
static void set(char **settings, char *line) { // the first of two alike counts
  const char *equals = strchr(line, '=');
  if (!equals || equals == line) return;
  int i = 0;
  for (; settings[i]; i++)
    if (!strncmp(settings[i], line, (size_t)(equals - line) + 1)) return;
  if (i < SETTINGS) settings[i] = line;
}
// As a systemd user unit, where the user's manager answers: its process belongs to no terminal and no agent then.
static bool start_unit(char **settings, char **app_argv) {
  static char known[FILE_SIZE];
  char *args[2 * SETTINGS + 16] = { "systemd-run", "--user", "--quiet", "--collect", "--description=Keyfob" };
  int ends[2], status = -1, n = 5;
  size_t length = 1;
  if (pipe(ends)) return false;
  pid_t asking = fork();
  if (asking == 0) {
    dup2(ends[1], 1);
    close(ends[1]);
    execlp("systemctl", "systemctl", "--user", "show-environment", (char *)NULL);
    _exit(127);
  }
  close(ends[1]);
  known[0] = '\n';
  for (ssize_t got; length < sizeof known - 1 && (got = read(ends[0], known + length, sizeof known - 1 - length)) > 0;)
    length += (size_t)got;
  close(ends[0]);
  if (asking < 0 || waitpid(asking, &status, 0) < 0 || status != 0) return false;
  for (int i = 0; settings[i]; i++) { // what the manager knows is newer than what the app wrote down
    char name[FIELD], *option = malloc(strlen(settings[i]) + sizeof "--setenv=");
    snprintf(name, sizeof name, "\n%.*s=", (int)strcspn(settings[i], "="), settings[i]);
    if (!option || strstr(known, name)) continue;
    sprintf(option, "--setenv=%s", settings[i]);
    args[n++] = option;
  }
  args[n++] = "--";
  for (int i = 0; app_argv[i] && n < 2 * SETTINGS + 15; i++) args[n++] = app_argv[i];
  pid_t unit = fork();
  if (unit == 0) execvp(args[0], args), _exit(127);
  return unit > 0 && waitpid(unit, &status, 0) == unit && status == 0;
}
// In a process of its own, outside of the agent's session and with nothing of the agent's.
static void run_app(char **app_argv, int failures) {
  static char *settings[SETTINGS + 1], path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
  static char home_line[PATH + 8], runtime[64], bus[96];
  struct stat s;
  char *rest = read_file(base, "run/environment"), *each;
  dup2(failures, 3);
  fcntl(3, F_SETFD, FD_CLOEXEC);
#ifdef SYS_close_range
  if (syscall(SYS_close_range, 4U, ~0U, 0U))
#endif
    for (int fd = 4; fd < 4096; fd++) close(fd);
  int nothing = open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3; fd++) dup2(nothing, fd);
  if (nothing > 3) close(nothing);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  while ((each = next_line(&rest))) set(settings, each);
  snprintf(home_line, sizeof home_line, "HOME=%s", home());
  snprintf(runtime, sizeof runtime, "XDG_RUNTIME_DIR=/run/user/%u", (unsigned)getuid());
  snprintf(bus, sizeof bus, "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/%u/bus", (unsigned)getuid());
  set(settings, path);
  set(settings, home_line);
  if (!stat(strchr(runtime, '=') + 1, &s)) set(settings, runtime);
  if (!stat(strstr(bus, "/run"), &s)) set(settings, bus);
  if (chdir(home()) && chdir("/")) _exit(1);
  environ = settings;
  if (start_unit(settings, app_argv)) _exit(0);
  execvp(app_argv[0], app_argv);
  int error = errno;
  if (write(3, &error, sizeof error) < 0) _exit(1);
  _exit(1);
}
static bool may_start(void) {
  char path[PATH + 16];
  snprintf(path, sizeof path, "%s/start.lock", base);
  mkdir(base, 0700); // where a package has installed the connector, the app makes it at its first start
  if (lock_fd < 0) lock_fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0600);
  if (lock_fd >= 0 && flock(lock_fd, LOCK_EX | LOCK_NB)) {
    close(lock_fd);
    lock_fd = -1;
    return false;
  }
  return !is_spawned;
}
static enum words start_app(void) {
  static char packaged[] = "/opt/Keyfob/keyfob-app", without_window[] = "--quietly";
  char *app_argv[SETTINGS + 2] = { 0 }, *rest = read_file(base, "app"), *each;
  int n = 0, ends[2];
  while (n < SETTINGS && (each = next_line(&rest))) app_argv[n++] = each;
  if (n == 0 && access(packaged, X_OK) == 0) app_argv[n++] = packaged;
  if (n == 0) return NOT_INSTALLED;
  app_argv[n] = without_window;
  if (pipe(ends)) return CANNOT_START;
  for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  is_spawned = true;
  pid_t child = fork();
  if (child == 0) { // forked twice, so that no process is the app's parent but the first of the system
    setsid();
    if (fork() == 0) run_app(app_argv, ends[1]);
    _exit(0);
  }
  if (child > 0) waitpid(child, NULL, 0);
  close(ends[1]);
  starter = ends[0];
  return FINE;
}
static enum words start_failed(void) {
  int error;
  ssize_t n = starter < 0 ? -1 : read(starter, &error, sizeof error);
  if (n < 0) return FINE;
  close(starter);
  starter = -1;
  if (n != sizeof error) return FINE;
  snprintf(detail, sizeof detail, "%s", strerror(error));
  return CANNOT_START;
}
static void stop_starting(void) {
  if (starter >= 0) close(starter);
  if (lock_fd >= 0) close(lock_fd);
  starter = lock_fd = -1;
  is_spawned = false;
}
static void find_base(void) {
  char path[PATH] = "";
#ifdef __APPLE__
  uint32_t size = sizeof path;
  if (_NSGetExecutablePath(path, &size)) path[0] = 0;
#else
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
  path[n > 0 ? n : 0] = 0;
#endif
  char *file = strrchr(path, '/');
  if (file) *file = 0;
  char *bin = strrchr(path, '/');
  bool is_ours = bin && !strcmp(bin, "/bin") && strcmp(path, "/usr/bin") && strcmp(path, "/usr/local/bin");
  if (is_ours) *bin = 0;
  if (is_ours) snprintf(base, sizeof base, "%s", path);
  else snprintf(base, sizeof base, "%.*s/.keyfob", PATH - 16, home());
  snprintf(socket_path, sizeof socket_path, "%.*s/run/agent.sock", PATH - 32, base);
  signal(SIGPIPE, SIG_IGN);
}
#endif

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "--version")) return printf("keyfob " KEYFOB_VERSION ", protocol 1\n") < 0;
  if (argc == 3 && !strcmp(argv[1], "--who")) return who(argv[2]);
  if (argc == 3 && !strcmp(argv[1], "--version") && !strcmp(argv[2], "--json"))
    return printf("{\"version\":\"" KEYFOB_VERSION "\",\"protocol\":1}\n") < 0;
  bool is_mcp = argc > 1 && !strcmp(argv[1], "mcp");
  find_base();
  if (argc > 1 && is_offline(argc, argv)) return answer_offline(argc, argv);
  if (argc < (is_mcp ? 3 : 2)) return complain(USAGE), EXIT_USAGE;
  const char *path = getenv("KEYFOB_SOCKET"), *wait = getenv("KEYFOB_WAIT");
  is_fixed_socket = path && *path;
  read_key(); // what is wrong with it is said where a connection wants it
  if (is_fixed_socket) snprintf(socket_path, sizeof socket_path, "%s", path);
  if (wait && *wait) patience = strtol(wait, NULL, 10);
  struct buffer trial = { 0 };
  if (hello(&trial, argc, argv) > HELLO) return complain(LONG_ARGUMENTS), EXIT_USAGE;
  free(trial.data);
  return is_mcp ? mcp(argc, argv) : command(argc, argv);
}
