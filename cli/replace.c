/* SPDX-License-Identifier: MIT */
/* Writes beside it, and renames. */
#include "cli/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(char why[REPLACE_WHY], const char *what, int error)
{
	snprintf(why, REPLACE_WHY, "%s: %s", what, strerror(error));
	return false;
}

static bool write_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t written = write(fd, text, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		text += written;
		n -= (size_t)written;
	}
	return true;
}

static bool fill(int fd, const char *path, const char *text, size_t n)
{
	struct stat old;

	if (!write_all(fd, text, n))
		return false;
	if (stat(path, &old) == 0) {
		if (fchown(fd, old.st_uid, old.st_gid) == -1)
			errno = 0; /* then it is ours */
		if (fchmod(fd, old.st_mode & 07777) == -1)
			return false;
	} else {
		mode_t mask = umask(0);

		umask(mask);
		if (fchmod(fd, 0666 & ~mask) == -1)
			return false;
	}
	return fsync(fd) == 0 || errno == EINVAL;
}

/* A device or a pipe is no file that could be another one. */
static bool write_through(const char *path, const char *text, size_t n,
			  char why[REPLACE_WHY])
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd != -1 && write_all(fd, text, n);
	int error = errno;

	if (fd != -1)
		close(fd);
	return good || failed(why, "cannot be written", error);
}

bool replace_file(const char *path, const char *text, size_t n, char why[REPLACE_WHY])
{
	char real[PATH_MAX], beside[PATH_MAX + 16];
	struct stat old;
	bool good;
	int fd, error;

	if (realpath(path, real) == NULL && errno != ENOENT)
		return failed(why, "cannot be found", errno);
	if (stat(path, &old) == -1)
		snprintf(real, sizeof real, "%s", path);
	else if (!S_ISREG(old.st_mode))
		return write_through(path, text, n, why);
	snprintf(beside, sizeof beside, "%s.XXXXXX", real);
	fd = mkstemp(beside);
	if (fd == -1)
		return failed(why, "no new file beside it", errno);
	good = fill(fd, real, text, n);
	error = errno;
	if (close(fd) == -1 && good) {
		good = false;
		error = errno;
	}
	if (good && rename(beside, real) == -1) {
		good = false;
		error = errno;
	}
	if (good)
		return true;
	unlink(beside);
	return failed(why, "cannot be written", error);
}
