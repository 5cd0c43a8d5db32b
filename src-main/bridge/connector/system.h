// What the connector needs of the operating system: system-unix.c with start-unix.c, and system-windows.c, provide it.
#pragma once
#include "keyfob.h"

enum end { IN, OUT, ERR, APP, ENDS };
enum { READ = 1, WRITE = 2, GONE = 4, WAIT = -1, BROKEN = -2 };
long long now(void); // milliseconds of a clock that is never set
void wait_for(const int want[ENDS], int got[ENDS], long long until);
long get(enum end e, char *p, size_t n);       // bytes; 0 at the end or where it is broken; WAIT
long put(enum end e, const char *p, size_t n); // bytes; WAIT; BROKEN
enum words dial(void);                         // opens APP: FINE, ABSENT, BUSY (try again), or why not
enum words read_key(void);                     // of a forwarding, if this machine has one
bool is_connected(void);
void half_close(void); // APP: no more will be sent
void hang_up(void);
bool may_start(void); // whether it is this connector that is to start the app, and has not done so
enum words start_app(void);
enum words start_failed(void); // why, once that is known
void stop_starting(void);      // another connector may start the app
void describe(struct buffer *b); // members of the hello: process, terminal, what 0 and 1 are, folder
int who(const char *number);
void find_base(void);
char *read_text(const char *name); // of Keyfob's folder; NULL where there is no such file
bool is_folder(const char *path, bool may_make);
FILE *create(const char *path, bool is_new); // is_new: EEXIST where there is one

extern char base[PATH], socket_path[PATH]; // the folder of Keyfob's files, and where the app listens
extern char detail[FIELD];               // what the words about the latest failure name
