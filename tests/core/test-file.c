/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Disks that are full, gone or protected, and programs that are killed. The
 * disks are in a mount namespace of this test's own. */

#define ROUNDS 120
#define KIB 1024

static gboolean may_mount;

static gboolean
write_text (const char *path, const char *text)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  gboolean good = fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);

  if (fd >= 0)
    close (fd);
  return good;
}

/* Before any thread runs. */
static gboolean
enter_own_namespace (void)
{
  g_autofree char *uid = g_strdup_printf ("0 %u 1", getuid ());
  g_autofree char *gid = g_strdup_printf ("0 %u 1", getgid ());

  return unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0
         && write_text ("/proc/self/setgroups", "deny")
         && write_text ("/proc/self/uid_map", uid) && write_text ("/proc/self/gid_map", gid)
         && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

typedef struct
{
  char *folder;
  char *path; /* of the file that the customer chose */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "開通チェック.pdf", NULL);
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  empty_folder (fixture->folder);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* @size bytes of @letter */
static GBytes *
new_contents (char letter, gsize size)
{
  char *data = g_malloc (size);

  memset (data, letter, size);
  return g_bytes_new_take (data, size);
}

static void
assert_contents (const char *path, GBytes *wanted)
{
  g_autofree char *data = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpmem (data, size, g_bytes_get_data (wanted, NULL), g_bytes_get_size (wanted));
}

/* The customer's file by name, and nothing that he has never seen. */
static void
assert_refused (Fixture *fixture, GBytes *contents, GFileError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kaitsu_file_replace (fixture->path, contents, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, G_FILE_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, fixture->path));
  g_assert_null (strstr (error->message, ".kaitsu-"));
}

static gboolean
mount_small_disk (Fixture *fixture)
{
  if (may_mount && mount ("tmpfs", fixture->folder, "tmpfs", 0, "size=128k") == 0)
    return TRUE;
  g_test_skip ("NO MOUNT NAMESPACE: no disk was filled");
  return FALSE;
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) old = new_contents ('o', 60 * KIB);
  g_autoptr (GBytes) new = new_contents ('n', 100 * KIB);
  g_autoptr (GBytes) huge = new_contents ('h', 200 * KIB);
  g_autoptr (GError) error = NULL;

  if (!mount_small_disk (fixture))
    return;
  assert_refused (fixture, huge, G_FILE_ERROR_NOSPC);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);

  g_assert_true (kaitsu_file_replace (fixture->path, old, &error));
  assert_refused (fixture, new, G_FILE_ERROR_NOSPC);
  assert_contents (fixture->path, old);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  umount2 (fixture->folder, MNT_DETACH);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) old = new_contents ('o', KIB);
  g_autoptr (GBytes) new = new_contents ('n', KIB);
  g_autofree char *path = g_strdup (fixture->path);

  if (!mount_small_disk (fixture))
    return;
  g_assert_true (kaitsu_file_replace (fixture->path, old, NULL));
  g_assert_cmpint (mount (NULL, fixture->folder, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  assert_refused (fixture, new, G_FILE_ERROR_ROFS);
  assert_contents (fixture->path, old);
  g_free (fixture->path);
  fixture->path = g_build_filename (fixture->folder, "another.pdf", NULL);
  assert_refused (fixture, new, G_FILE_ERROR_ROFS);
  umount2 (fixture->folder, MNT_DETACH);
}

/* A stick was pulled out, or somebody has tidied up. */
static void
test_vanished (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) new = new_contents ('n', KIB);

  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  assert_refused (fixture, new, G_FILE_ERROR_NOENT);
}

/* Root could write everything otherwise. */
static void
drop_privileges (void)
{
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct none[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

  g_assert_cmpint (syscall (SYS_capset, &header, none), ==, 0);
}

static void
assert_ends_well (pid_t pid)
{
  int status = 0;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

static void
test_protected (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) old = new_contents ('o', KIB);
  g_autoptr (GBytes) new = new_contents ('n', KIB);

  g_assert_true (kaitsu_file_replace (fixture->path, old, NULL));
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);

  pid_t pid = fork ();
  if (pid == 0)
    {
      drop_privileges ();
      assert_refused (fixture, new, G_FILE_ERROR_ACCES);
      _exit (0);
    }
  assert_ends_well (pid);
  assert_contents (fixture->path, old);
}

/* A name may have 255 bytes, and a file with such a name can be replaced. */
static void
test_longest_name (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strnfill (255, 'l');
  g_autoptr (GBytes) old = new_contents ('o', KIB);
  g_autoptr (GBytes) new = new_contents ('n', KIB);
  g_autoptr (GError) error = NULL;

  g_free (fixture->path);
  fixture->path = g_build_filename (fixture->folder, name, NULL);
  g_assert_true (kaitsu_file_replace (fixture->path, old, &error));
  g_assert_true (kaitsu_file_replace (fixture->path, new, &error));
  assert_contents (fixture->path, new);
}

static char *
leave (Fixture *fixture, const char *name)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "half", -1, NULL));
  return path;
}

/* What nobody is writing any more goes, all else stays. */
static void
test_leftovers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *left = leave (fixture, ".kaitsu-Ab3dEf");
  g_autofree char *written = leave (fixture, ".kaitsu-gHiJkL");
  g_autofree char *other = leave (fixture, ".kaitsu-settings");
  g_autofree char *mine = leave (fixture, "kaitsu-Ab3dEf");
  g_autoptr (GBytes) new = new_contents ('n', KIB);
  int fd = g_open (written, O_RDWR | O_CLOEXEC, 0);

  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_true (kaitsu_file_replace (fixture->path, new, NULL));
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (written, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (mine, G_FILE_TEST_EXISTS));
  close (fd);
}

static pid_t
start_writing (const char *path, GBytes *one, GBytes *other)
{
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  while (pid == 0)
    if (!kaitsu_file_replace (path, one, NULL) || !kaitsu_file_replace (path, other, NULL))
      _exit (1);
  return pid;
}

/* kill -9 at moments drawn by lot (the seed is printed by the test program):
 * one of the two is there, whole. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) one = new_contents ('1', 300 * KIB);
  g_autoptr (GBytes) other = new_contents ('2', 700 * KIB);
  guint litter = 0, ones = 0;

  g_assert_true (kaitsu_file_replace (fixture->path, one, NULL));
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *found = NULL;
      gsize size = 0;
      int status = 0;
      pid_t pid = start_writing (fixture->path, one, other);

      g_usleep ((gulong) g_test_rand_int_range (0, 12000));
      kill (pid, SIGKILL);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      g_assert_true (WIFSIGNALED (status));
      litter += count_files (fixture->folder) - 1;
      g_assert_true (g_file_get_contents (fixture->path, &found, &size, NULL));
      assert_contents (fixture->path, found[0] == '1' ? one : other);
      ones += found[0] == '1' ? 1 : 0;
      g_assert_true (kaitsu_file_replace (fixture->path, i % 2 == 0 ? one : other, NULL));
      g_assert_cmpuint (count_files (fixture->folder), ==, 1);
    }
  g_test_message ("%u killed, %u times the first, %u leftovers, all removed", ROUNDS, ones, litter);
}

/* Many at once: the last one wins, and nobody removes what another writes. */
static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) contents = new_contents ('c', 20 * KIB);
  pid_t pids[4];

  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      pids[i] = fork ();
      if (pids[i] == 0)
        {
          gboolean good = TRUE;
          for (guint n = 0; n < 50; n++)
            good = kaitsu_file_replace (fixture->path, contents, NULL) && good;
          _exit (good ? 0 : 1);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
    assert_ends_well (pids[i]);
  assert_contents (fixture->path, contents);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  may_mount = enter_own_namespace ();
  g_test_init (&argc, &argv, NULL);
  add ("/file/full", test_full);
  add ("/file/read-only", test_read_only);
  add ("/file/vanished", test_vanished);
  add ("/file/protected", test_protected);
  add ("/file/longest-name", test_longest_name);
  add ("/file/leftovers", test_leftovers);
  add ("/file/killed", test_killed);
  add ("/file/at-once", test_at_once);
  return g_test_run ();
}
