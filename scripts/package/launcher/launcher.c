/*
 * keyfob-app: starts Keyfob where its sandbox can be made, and says what to do where it cannot. Chromium ends by a
 * signal there, before any code of the app runs. The sandbox is never switched off instead.
 *
 * Exit codes: 1 where the sandbox cannot be made, 127 where the app is missing; else this process becomes the app.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "words.h"

/* Electron's own executable, beside this one. */
#define APP "keyfob-app-main"

/* As Chromium wants it (sandbox/linux/suid): owned by root, with the bit that runs it as root. */
static bool has_setuid_helper(const char *folder)
{
	char path[PATH_MAX + 32];
	struct stat found;
	snprintf(path, sizeof path, "%s/chrome-sandbox", folder);
	return stat(path, &found) == 0 && found.st_uid == 0 && (found.st_mode & S_ISUID) && (found.st_mode & S_IXOTH);
}

static bool write_map(const char *file, unsigned id)
{
	char line[64];
	int length = snprintf(line, sizeof line, "%u %u 1\n", id, id);
	int open_file = open(file, O_WRONLY);
	bool written = open_file >= 0 && write(open_file, line, (size_t)length) == length;
	if (open_file >= 0)
		close(open_file);
	return written;
}

/*
 * Whether a process can make a user namespace, and others within it, as Chromium tries it
 * (sandbox/linux/services/credentials.cc, CanCreateProcessInNewUserNS). AppArmor lets the first be made, and takes its
 * rights away.
 */
static bool can_make_namespaces(void)
{
	unsigned user = getuid(), group = getgid();
	pid_t child = fork();
	int status;
	if (child < 0)
		return false;
	if (child == 0) {
		int setgroups;
		if (unshare(CLONE_NEWUSER) != 0)
			_exit(1);
		setgroups = open("/proc/self/setgroups", O_WRONLY);
		if (setgroups >= 0 && write(setgroups, "deny", 4) != 4)
			_exit(1);
		if (!write_map("/proc/self/gid_map", group) || !write_map("/proc/self/uid_map", user))
			_exit(1);
		_exit(unshare(CLONE_NEWPID | CLONE_NEWNET) == 0 ? 0 : 1);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* POSIX, "Internationalization Variables": the first variable that is set wins. */
static const struct words *words_of_user(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *language = "";
	for (size_t at = 0; at < 3 && !*language; at += 1) {
		const char *value = getenv(variables[at]);
		language = value ? value : "";
	}
	for (size_t at = 1; at < sizeof all_words / sizeof *all_words; at += 1)
		if (strncmp(language, all_words[at].language, 2) == 0)
			return &all_words[at];
	return &all_words[0];
}

/* Runs a program of the PATH and waits. False where there is none. */
static bool run(char *const arguments[])
{
	pid_t child = fork();
	int status;
	if (child < 0)
		return false;
	if (child == 0) {
		int nowhere = open("/dev/null", O_WRONLY);
		if (nowhere >= 0)
			dup2(nowhere, 2);
		execvp(arguments[0], arguments);
		_exit(127);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) != 127;
}

/* In the first program for dialogs that there is. */
static void show(const struct words *words, char *text)
{
	char title[] = "--title=Keyfob", *heading = (char *)words->heading;
	char argument[4 * PATH_MAX], whole[4 * PATH_MAX];
	snprintf(whole, sizeof whole, "%s\n\n%s", heading, text);
	snprintf(argument, sizeof argument, "--text=%s", whole);
	char *const zenity[] = { "zenity", "--error", "--no-markup", "--width=560", title, argument, NULL };
	char *const kdialog[] = { "kdialog", title, "--error", whole, NULL };
	char *const xmessage[] = { "xmessage", "-center", "-title", "Keyfob", whole, NULL };
	if (!run(zenity) && !run(kdialog))
		run(xmessage);
}

static bool has(int count, char **arguments, const char *wanted)
{
	for (int at = 1; at < count; at += 1)
		if (strcmp(arguments[at], wanted) == 0)
			return true;
	return false;
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);
	return value && *value;
}

int main(int count, char **arguments)
{
	char self[PATH_MAX], folder[PATH_MAX], app[PATH_MAX + 32], text[3 * PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
	if (length < 0) {
		perror("keyfob-app");
		return 127;
	}
	self[length] = 0;
	strcpy(folder, self);
	*strrchr(folder, '/') = 0;
	snprintf(app, sizeof app, "%s/%s", folder, APP);
	/* Chromium itself refuses root, in words, unless it is told to go without. */
	if (getuid() != 0 && !has_setuid_helper(folder) && !can_make_namespaces()) {
		const struct words *words = words_of_user();
		snprintf(text, sizeof text, words->text, folder, folder);
		fprintf(stderr, "%s\n\n%s\n", words->heading, text);
		if ((is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) && !has(count, arguments, "--version") &&
		    !has(count, arguments, "--help"))
			show(words, text);
		return 1;
	}
	/* By this name the app starts itself again. */
	arguments[0] = self;
	execv(app, arguments);
	fprintf(stderr, "%s: %s\n", app, strerror(errno));
	return 127;
}
