// Every other command: frames of one byte for what it is, four for the length (most significant first), and text.
#include "system.h"
#include "offline-texts.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

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
  name_socket();
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
int run_command(int argc, char **argv) {
  bool starts = !is_fixed_socket && argv[1][0] != '-', wants_input = false, is_started = false;
  for (size_t i = 0; i < sizeof without_start / sizeof *without_start; i++)
    if (!strcmp(argv[1], without_start[i])) starts = false;
  const int nothing[ENDS] = { 0 };
  int got[ENDS] = { 0 };
  const long long hold_until = now() + patience;
  struct buffer before = { 0 }, from_app = { 0 };
  enum words w = read_key();
  while (!w && ((w = dial()) == BUSY || (w == ABSENT && starts && !*key)) && now() < hold_until) {
    if (w == BUSY) {
      wait_for(nothing, got, now() + FIRST_PAUSE);
      w = FINE;
      continue;
    }
    if (may_start() && (w = dial()) == ABSENT) w = start_app();
    if (is_connected()) break;
    if (w == FINE || w == ABSENT || w == BUSY) w = start_failed();
    if (w) break;
    is_started = true;
    wait_for(nothing, got, now() + FIRST_PAUSE);
  }
  if (w == BUSY) return complain(NO_ANSWER), EXIT_TRY_LATER;
  if (w) return complain(w == ABSENT && is_started ? NOT_UP : w), EXIT_NOT_RUNNING;
  hello(&before, 1, argc, argv);
  put_all(APP, before.data, before.end);
  for (bool greeted = false;;) {
    size_t length;
    char *end;
    while (!greeted && (end = memchr(from_app.data + from_app.start, '\n', held(&from_app)))) {
      w = greeting(from_app.data, (size_t)(end - from_app.data) + 1);
      if (w) return complain(w), EXIT_NOT_RUNNING;
      from_app.start = (size_t)(end - from_app.data) + 1;
      greeted = true;
      stop_starting();
    }
    while (greeted && has_frame(&from_app, &length)) {
      const char *p = from_app.data + from_app.start;
      if (p[0] == FRAME_INPUT) wants_input = true;
      else if (p[0] == FRAME_EXIT) return length > 0 ? (unsigned char)p[5] : 0;
      else if (p[0] == FRAME_FILE) begin_file(p + 5, length);
      else if (p[0] == FRAME_BYTES) write_file(p + 5, length);
      else if (p[0] == FRAME_CLOSE) close_file();
      else put_all(p[0] == FRAME_OUTPUT ? OUT : ERR, p + 5, length);
      from_app.start += 5 + length;
    }
    int want[ENDS] = { 0 };
    want[APP] = READ;
    if (wants_input) want[IN] = READ;
    wait_for(want, got, greeted ? now() + 3600000 : hold_until);
    if (!greeted && (now() >= hold_until || held(&from_app) > HELLO)) return complain(NO_ANSWER), EXIT_TRY_LATER;
    if (got[APP] & READ) {
      long n = get(APP, reserve(&from_app, CHUNK), CHUNK);
      if (n == 0) return complain(LOST), EXIT_TRY_LATER;
      if (n > 0) from_app.end += (size_t)n;
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
bool is_offline(int argc, char **argv) { return is_help(argv[argc - 1]) || !strcmp(argv[1], "help") ||
  !strcmp(argv[1], "completion"); }
int answer_offline(int argc, char **argv) {
  char asked[FIELD];
  bool is_asked = is_help(argv[argc - 1]), is_bare = argc == 2;
  const char *what = is_asked ? is_bare ? "" : argv[1] : is_bare ? "" : argv[2];
  snprintf(asked, sizeof asked, "%s%s%.*s", is_asked ? "help" : argv[1], *what ? " " : "", FIELD / 2, what);
  bool fits = is_asked || argc <= 3;
  if (fits && (print_text(read_text("offline-texts"), asked) || print_text(offline_texts, asked))) return 0;
  return complain(USAGE), EXIT_USAGE;
}
