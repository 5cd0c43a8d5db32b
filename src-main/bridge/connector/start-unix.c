// Linux and macOS: Keyfob's files, and how the app is started.
#ifndef _WIN32
#define _GNU_SOURCE
#include "system.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
extern char **environ;
#endif


enum { SETTINGS = 64, FILE_SIZE = 65536 };
extern int starter; // `wait_for` ends when it can be read
static int lock_fd = -1;
static bool is_spawned;

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
char *read_text(const char *name) { return read_file(base, name); }
bool is_folder(const char *path, bool may_make) {
  struct stat s;
  if (may_make) mkdir(path, 0777);
  return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}
FILE *create(const char *path, bool is_new) {
  int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (is_new ? O_EXCL : O_TRUNC), 0666);
  return fd < 0 ? NULL : fdopen(fd, "wb");
}
enum words read_key(void) {
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
bool may_start(void) {
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
enum words start_app(void) {
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
enum words start_failed(void) {
  int error;
  ssize_t n = starter < 0 ? -1 : read(starter, &error, sizeof error);
  if (n < 0) return FINE;
  close(starter);
  starter = -1;
  if (n != sizeof error) return FINE;
  snprintf(detail, sizeof detail, "%s", strerror(error));
  return CANNOT_START;
}
void stop_starting(void) {
  if (starter >= 0) close(starter);
  if (lock_fd >= 0) close(lock_fd);
  starter = lock_fd = -1;
  is_spawned = false;
}
void find_base(void) {
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
