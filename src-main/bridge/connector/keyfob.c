// The connector: joins a program's standard input and output to the Keyfob app. docs/bridge.md has the protocol.
// It says hello, pumps both ways, starts the app, and comes back after the app has ended. All else is the app's.
#include "scan.h"
#include "system.h"
#include <stdlib.h>
#include <string.h>

// Everything that a person or an agent reads.
const char *const words[] = {
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

char base[PATH], socket_path[PATH], detail[FIELD], key[FIELD];
bool is_fixed_socket;
long long patience = PATIENCE;

enum words keep_key(const char *text) {
  size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
  if (n == 0 || n >= 128 || text[n + strspn(text + n, "\r\n")]) return ODD_KEY;
  snprintf(key, sizeof key, "%.*s", (int)n, text);
  return FINE;
}
const char *say(char *p, size_t n, enum words w) {
  snprintf(p, n, words[w == ABSENT && *key ? NOT_FORWARDED : w], detail);
  return p;
}
void complain(enum words w) {
  char text[2 * FIELD];
  fprintf(stderr, "keyfob: %s\n", say(text, sizeof text, w));
}
void name_socket(void) { snprintf(detail, sizeof detail, "%.*s", FIELD - 1, socket_path); }

size_t held(const struct buffer *b) { return b->end - b->start; }
char *reserve(struct buffer *b, size_t more) {
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
void add(struct buffer *b, const void *p, size_t n) {
  if (n > 0) memcpy(reserve(b, n), p, n);
  b->end += n;
}
void add_text(struct buffer *b, const char *text) { add(b, text, strlen(text)); }
void add_quoted(struct buffer *b, const char *text) {
  add_text(b, "\"");
  for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
    char escaped[8];
    snprintf(escaped, sizeof escaped, *c < 32 || *c == 127 ? "\\u%04x" : *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    add_text(b, escaped);
  }
  add_text(b, "\"");
}

size_t hello(struct buffer *b, int connection, int argc, char **argv) {
  char text[64];
  size_t start = b->end;
  add_text(b, "{\"keyfob\":1,\"version\":\"" KEYFOB_VERSION "\",\"argv\":[");
  for (int i = 1; i < argc; i++) {
    if (i > 1) add_text(b, ",");
    add_quoted(b, argv[i]);
  }
  snprintf(text, sizeof text, "],\"connection\":%d", connection);
  add_text(b, text);
  if (*key) add_text(b, ",\"forwarding\":"), add_quoted(b, key);
  describe(b);
  add_text(b, "}\n");
  return b->end - start;
}
enum words greeting(const char *p, size_t n) {
  enum event event;
  struct scan app = { 0 };
  scan(&app, p, n, &event);
  const struct value *version = &app.fields[KEYFOB], *error = &app.fields[ERROR_MEMBER];
  name_socket();
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

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "--version")) return printf("keyfob " KEYFOB_VERSION ", protocol 1\n") < 0;
  if (argc == 3 && !strcmp(argv[1], "--who")) return who(argv[2]);
  for (int i = 2; argc > 3 && !strcmp(argv[1], "--who"); i++) {
    if (i == argc) return 0;
    if (who(argv[i])) puts("{}"); // a line for each, in this order
  }
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
  if (hello(&trial, 1, argc, argv) > HELLO) return complain(LONG_ARGUMENTS), EXIT_USAGE;
  free(trial.data);
  return is_mcp ? run_session(argc, argv) : run_command(argc, argv);
}
