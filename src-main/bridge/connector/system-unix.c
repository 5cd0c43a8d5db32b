// Linux and macOS: the socket, the agent's ends, and who is at the other end.
#ifndef _WIN32
#define _GNU_SOURCE
#include "system.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#ifndef __APPLE__
#include <sys/prctl.h>
#include <sys/random.h>
#endif


enum { SMALLEST_PIPE_ROOM = 4096, SIGNATURE = 15 };
static int fds[ENDS] = { 0, 1, 2, -1 };
int starter = -1; // of start-unix.c: why the app did not start

long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
void wait_for(const int want[ENDS], int got[ENDS], long long until) {
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
long get(enum end e, char *p, size_t n) {
  ssize_t got = read(fds[e], p, n);
  if (got < 0) return errno == EINTR || errno == EAGAIN ? WAIT : 0;
  return got;
}
// The ends of the agent stay as they are: another process may have the same ones, and would not expect O_NONBLOCK.
long put(enum end e, const char *p, size_t n) {
  struct stat s = { 0 };
  bool is_socket = e == APP || (fstat(fds[e], &s) == 0 && S_ISSOCK(s.st_mode));
  bool is_limited = !is_socket && !S_ISREG(s.st_mode) && n > SMALLEST_PIPE_ROOM;
  ssize_t sent = is_socket ? send(fds[e], p, n, MSG_DONTWAIT) : write(fds[e], p, is_limited ? SMALLEST_PIPE_ROOM : n);
  if (sent < 0) return errno == EINTR || errno == EAGAIN || errno == ENOBUFS ? WAIT : BROKEN;
  return sent;
}
// A process keeps its sockets and its number when it becomes another program (execve), so the app cannot see from the
// number alone that this program made the socket. It gives socket and process the same new name: a socket gets a name
// only before it is connected (unix(7), abstract addresses), and a process only from itself (PR_SET_NAME). execve names
// a process after the last part of the path, which has no slash, so that a link cannot keep the name for another program.
static void sign(int fd) {
#ifdef __APPLE__
  (void)fd;
#else
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  char name[SIGNATURE + 1] = "keyfob/";
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
enum words dial(void) {
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  name_socket();
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
  bool is_busy = errno == EAGAIN || errno == EINTR; // as many connections wait there as may (unix(7))
  if (fd >= 0) close(fd);
  return is_forbidden ? FORBIDDEN : is_busy ? BUSY : ABSENT;
}
bool is_connected(void) { return fds[APP] >= 0; }
void half_close(void) { shutdown(fds[APP], SHUT_WR); }
void hang_up(void) {
  if (fds[APP] >= 0) close(fds[APP]);
  fds[APP] = -1;
}
void describe(struct buffer *b) {
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
int who(const char *number) {
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
#endif
