// What all parts of the connector share.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifndef KEYFOB_VERSION
#define KEYFOB_VERSION "0"
#endif

// Bytes: a hello line, one read, the longest message of the app, an id. Milliseconds: how long a message waits for the
// app, how long messages are refused after that, how long an app that ended has for coming back by itself.
enum { PROTOCOL = 1, HELLO = 4096, CHUNK = 65536, LONGEST = 16 << 20, FIELD = 1024, PATH = 4096 };
enum { PATIENCE = 20000, REFUSE = 2000, COMING_BACK = 1000, FIRST_PAUSE = 10, WANTED_PAUSE = 250, IDLE_PAUSE = 2000 };
enum { EXIT_USAGE = 2, EXIT_NOT_RUNNING = 69, EXIT_TRY_LATER = 75 };

// What a person or an agent reads; `keyfob.c` has the sentences.
enum words { FINE, ABSENT, NOT_UP, FORBIDDEN, TOO_LONG, NOT_INSTALLED, CANNOT_START, NO_ANSWER, STRANGE, OLD_CONNECTOR,
  OLD_APP, REFUSED, LOST, USAGE, LONG_ARGUMENTS, NOT_SAVED, MEMORY, NOT_FORWARDED, OTHER_OWNER, OPEN_KEY, ODD_KEY, BUSY };
extern const char *const words[];
const char *say(char *p, size_t n, enum words w);
void complain(enum words w);
void name_socket(void); // what the words are about

// What lies between `start` and `end` is still to be used.
struct buffer { char *data; size_t start, end, room; };
size_t held(const struct buffer *b);
char *reserve(struct buffer *b, size_t more);
void add(struct buffer *b, const void *p, size_t n);
void add_text(struct buffer *b, const char *text);
void add_quoted(struct buffer *b, const char *text); // as a JSON string; bytes that are not UTF-8 stay as they are

size_t hello(struct buffer *b, int connection, int argc, char **argv); // adds the line; its length
enum words greeting(const char *p, size_t n);                          // reads the app's answer to it

extern char key[FIELD]; // of the forwarding by which this machine reaches an app on another one; empty: there is none
enum words keep_key(const char *text); // letters of base64url, and what ends the line of a file
extern bool is_fixed_socket; // KEYFOB_SOCKET names it, so that no app is started
extern long long patience;   // how long a message waits for the app

int run_session(int argc, char **argv); // `keyfob mcp SERVER`
int run_command(int argc, char **argv); // every other command
bool is_offline(int argc, char **argv);
int answer_offline(int argc, char **argv); // what needs no app
