// The scanner: finds the top-level `id` and `method` of each message, those of the elements of a batch too.
// It follows depth and strings alone, and judges nothing: text that is not JSON passes.
#pragma once
#include "keyfob.h"

enum field { ID, METHOD, KEYFOB, ERROR_MEMBER, FIELDS, UNKNOWN };
// As it was written. Its kind: '"' a string, '0' a number, 'x' something else, 0 absent.
struct value { char kind; size_t n; char text[FIELD]; };
struct scan {
  long depth, base; // the depth inside of a message: 1, or 2 in a batch
  bool is_string, is_escaped, is_object, is_key, is_mid_line;
  enum field field;
  struct value *into, key, fields[FIELDS];
};
enum event { NOTHING, MESSAGE, LINE };

// Reads on until a message or a line is complete, and returns how many bytes that took.
size_t scan(struct scan *s, const char *p, size_t n, enum event *event);
size_t decode(const struct value *v, char *out); // the bytes that a string means; never more than what was captured
bool is_text(const struct value *v, const char *text);
bool is_id(const struct value *v);                            // whether an answer with this id is JSON
bool is_same(const struct value *a, const struct value *b);
