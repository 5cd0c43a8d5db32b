// Windows: compiled in a check, never run so far. Pipes cannot be polled, so each direction has a thread.
#ifdef _WIN32
#include "system.h"
#include <stdlib.h>
#include <string.h>
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

long long now(void) { return (long long)GetTickCount64(); }
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
void wait_for(const int want[ENDS], int got[ENDS], long long until) {
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
long get(enum end e, char *p, size_t n) {
  struct way *w = way_of(e, true);
  if (WaitForSingleObject(w->filled, 0) != WAIT_OBJECT_0) return WAIT;
  DWORD size = w->n - w->taken < n ? w->n - w->taken : (DWORD)n;
  memcpy(p, w->data + w->taken, size);
  w->taken += size;
  if (size > 0 && w->taken == w->n) w->taken = 0, ResetEvent(w->filled), SetEvent(w->emptied);
  return (long)size;
}
long put(enum end e, const char *p, size_t n) {
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
bool is_connected(void) { return ways[APP].file != NULL; }
void half_close(void) {} // a named pipe has no half: the app sees the end when the connector has its answers
void hang_up(void) {
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
enum words dial(void) {
  wchar_t name[PATH];
  name_socket();
  if (!MultiByteToWideChar(CP_UTF8, 0, socket_path, -1, name, PATH)) return TOO_LONG;
  DWORD flags = FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION;
  HANDLE file = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, flags, NULL);
  DWORD why = file == INVALID_HANDLE_VALUE ? GetLastError() : 0;
  if (why) return why == ERROR_ACCESS_DENIED ? FORBIDDEN : why == ERROR_PIPE_BUSY ? BUSY : ABSENT;
  ways[APP].file = ways[APP + 1].file = file;
  ways[APP].is_pipe = ways[APP + 1].is_pipe = true;
  return FINE;
}
void describe(struct buffer *b) {
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
int who(const char *number) {
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
char *read_text(const char *name) {
  static char text[1 << 16];
  return read_file(name, text, sizeof text) ? text : NULL;
}
bool is_folder(const char *path, bool may_make) {
  wchar_t wide[PATH];
  if (!MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, PATH)) return false;
  if (may_make) CreateDirectoryW(wide, NULL);
  DWORD found = GetFileAttributesW(wide);
  return found != INVALID_FILE_ATTRIBUTES && found & FILE_ATTRIBUTE_DIRECTORY;
}
FILE *create(const char *path, bool is_new) {
  wchar_t wide[2 * PATH];
  if (!MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, 2 * PATH)) return errno = EINVAL, NULL;
  int fd = _wopen(wide, _O_WRONLY | _O_CREAT | _O_BINARY | (is_new ? _O_EXCL : _O_TRUNC), _S_IREAD | _S_IWRITE);
  return fd < 0 ? NULL : _fdopen(fd, "wb");
}
enum words read_key(void) { // the folder is the user's own
  const char *given = getenv("KEYFOB_FORWARDING");
  char text[FIELD];
  key[0] = 0;
  if (given && *given) return snprintf(detail, sizeof detail, "%s", "KEYFOB_FORWARDING"), keep_key(given);
  return read_file("forwarding", text, sizeof text) ? keep_key(text) : FINE;
}
bool may_start(void) {
  if (lock_file == INVALID_HANDLE_VALUE) lock_file = open_file("start.lock", GENERIC_WRITE, 0, OPEN_ALWAYS);
  return lock_file != INVALID_HANDLE_VALUE && !is_spawned;
}
enum words start_app(void) { // each line of the file is an argument, and has no quotation marks
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
enum words start_failed(void) { return FINE; } // known at once
void stop_starting(void) {
  if (lock_file != INVALID_HANDLE_VALUE) CloseHandle(lock_file);
  lock_file = INVALID_HANDLE_VALUE;
  is_spawned = false;
}
void find_base(void) {
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
#endif
