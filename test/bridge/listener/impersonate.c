// What a program of the user can do to be taken for another one. impersonation.test.ts starts it.
//
//   impersonate becomes SOCKET ALIAS KEYFOB ARGUMENTS...   connects, leaves the socket to a child, and becomes KEYFOB
//   impersonate turns SOCKET ALIAS PROGRAM ARGUMENTS...    the same with PROGRAM, which is stopped before it runs
//   impersonate leaves SOCKET ALIAS                        connects, leaves the socket to a child, and ends
//   impersonate connects SOCKET ALIAS                      connects and says hello itself, as a connector does
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int connected(const char *path) {
  struct sockaddr_un a = { .sun_family = AF_UNIX }, own = { .sun_family = AF_UNIX };
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  char name[16];
  snprintf(name, sizeof name, "keyfob/%08d", getpid());
  memcpy(own.sun_path + 1, name, 15);
  if (bind(fd, (struct sockaddr *)&own, offsetof(struct sockaddr_un, sun_path) + 16)) exit(1);
  prctl(PR_SET_NAME, name);
  strncpy(a.sun_path, path, sizeof a.sun_path - 1);
  if (connect(fd, (struct sockaddr *)&a, sizeof a)) exit(1);
  return fd;
}

// With the streams of this process, which belong to the program that started it.
static void hello(int fd, const char *alias) {
  struct stat in, out;
  struct ucred c[2] = { { 0 } };
  socklen_t n = sizeof c[0];
  fstat(0, &in);
  fstat(1, &out);
  getsockopt(0, SOL_SOCKET, SO_PEERCRED, &c[0], &n);
  getsockopt(1, SOL_SOCKET, SO_PEERCRED, &c[1], &n);
  const char *kind[] = { S_ISSOCK(in.st_mode) ? "socket" : "pipe", S_ISSOCK(out.st_mode) ? "socket" : "pipe" };
  dprintf(fd, "{\"keyfob\":1,\"argv\":[\"mcp\",\"%s\"],\"stdio\":[", alias);
  dprintf(fd, "{\"kind\":\"%s\",\"inode\":%lu,\"peer\":%d},", kind[0], (unsigned long)in.st_ino, c[0].pid);
  dprintf(fd, "{\"kind\":\"%s\",\"inode\":%lu,\"peer\":%d}]}\n", kind[1], (unsigned long)out.st_ino, c[1].pid);
}

static void stay(int fd) {
  char text[4096];
  while (read(fd, text, sizeof text) > 0) {}
  exit(0);
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int fd = connected(argv[2]);
  pid_t self = getpid();
  if (strcmp(argv[1], "connects") == 0) {
    hello(fd, argv[3]);
    stay(fd);
  }
  if (fork() == 0) {
    char path[64], before[4096] = "", after[4096] = "";
    snprintf(path, sizeof path, "/proc/%d/exe", self);
    if (readlink("/proc/self/exe", before, sizeof before - 1) < 0) return 1;
    // Until the first process has become another program, or has ended.
    do {
      memset(after, 0, sizeof after);
      if (readlink(path, after, sizeof after - 1) < 0 || getppid() != self) break;
      usleep(1000);
    } while (strcmp(before, after) == 0);
    if (strcmp(argv[1], "turns") == 0) kill(self, SIGSTOP);
    // Until the connector has said its own hello.
    usleep(50000);
    hello(fd, argv[3]);
    stay(fd);
  }
  if (strcmp(argv[1], "leaves") == 0) return 0;
  execv(argv[4], argv + 4);
  return 1;
}
