/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/* Runs one fuzz target as an ordinary test: every file of its corpus, every
 * beginning of it, and then many random changes of them. The seed is fixed,
 * so a failure comes again; the input that failed is written out in hex.
 *
 *   fuzz-ntp CORPUS-FOLDER [ROUNDS [SEED]]
 */

#include "config.h"
#include "fuzz.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 100000
#define SEED 20261123
#define MAX_SIZE (32 * 1024)
#define MAX_CHANGES 6

/* The input that is being tried, for the signal handler. */
static const guint8 *current;
static gsize current_size;

static void
write_hex (const guint8 *bytes, gsize size)
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < size; i++)
    {
      char pair[2] = { digits[bytes[i] >> 4], digits[bytes[i] & 15] };

      if (write (STDERR_FILENO, pair, sizeof pair) < 0)
        return;
    }
}

/* Only what is safe in a signal handler. */
static void
on_crash (int number)
{
  static const char text[] = "\nfailed on this input (hex):\n";

  signal (number, SIG_DFL);
  if (write (STDERR_FILENO, text, sizeof text - 1) > 0)
    write_hex (current, current_size);
  raise (number);
}

/* The copy is exactly as long as the input, so that a memory checker sees a
 * read of one byte too many. */
static void
try_input (const guint8 *bytes, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, size);

  current = copy;
  current_size = size;
  LLVMFuzzerTestOneInput (copy, size);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
load_corpus (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_assert_no_error (error);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      char *contents;
      gsize length;

      g_file_get_contents (names->pdata[i], &contents, &length, &error);
      g_assert_no_error (error);
      g_ptr_array_add (corpus, g_bytes_new_take (contents, length));
    }
  return g_steal_pointer (&corpus);
}

/* A random piece of another input in place of a piece of this one. */
static void
splice (GByteArray *bytes, GBytes *other, GRand *random)
{
  gsize other_size;
  const guint8 *from = g_bytes_get_data (other, &other_size);

  if (other_size == 0)
    return;

  guint at = (guint) g_rand_int_range (random, 0, (gint32) bytes->len + 1);
  guint start = (guint) g_rand_int_range (random, 0, (gint32) other_size);
  guint length = (guint) g_rand_int_range (random, 1, (gint32) (other_size - start) + 1);
  g_autoptr (GByteArray) tail = g_byte_array_new ();

  g_byte_array_append (tail, bytes->data + at, bytes->len - at);
  g_byte_array_set_size (bytes, at);
  g_byte_array_append (bytes, from + start, length);
  g_byte_array_append (bytes, tail->data, tail->len);
}

static void
change (GByteArray *bytes, GPtrArray *corpus, GRand *random)
{
  static const guint8 borders[] = { 0x00, 0x01, 0x7f, 0x80, 0xff, '\r', '\n', ' ', '-', '0', '9' };
  guint kind = (guint) g_rand_int_range (random, 0, bytes->len > 0 ? 6 : 1);
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (random, 0, (gint32) bytes->len) : 0;

  switch (kind)
    {
    case 0:
      splice (bytes, corpus->pdata[g_rand_int_range (random, 0, (gint32) corpus->len)], random);
      break;
    case 1:
      bytes->data[at] ^= (guint8) (1u << g_rand_int_range (random, 0, 8));
      break;
    case 2:
      bytes->data[at] = borders[g_rand_int_range (random, 0, G_N_ELEMENTS (borders))];
      break;
    case 3:
      bytes->data[at] = (guint8) g_rand_int (random);
      break;
    case 4:
      g_byte_array_set_size (bytes, at);
      break;
    default:
      g_byte_array_remove_index (bytes, at);
      break;
    }
}

static void
run_corpus (GPtrArray *corpus)
{
  for (guint i = 0; i < corpus->len; i++)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (corpus->pdata[i], &size);

      for (gsize length = 0; length <= size; length++)
        try_input (bytes, length);
    }
}

static void
run_changes (GPtrArray *corpus, guint rounds, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint i = 0; i < rounds; i++)
    {
      gsize size;
      const guint8 *seed_bytes = g_bytes_get_data (
          corpus->pdata[g_rand_int_range (random, 0, (gint32) corpus->len)], &size);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      int changes = g_rand_int_range (random, 1, MAX_CHANGES + 1);

      g_byte_array_append (bytes, seed_bytes, (guint) size);
      for (int j = 0; j < changes; j++)
        change (bytes, corpus, random);
      try_input (bytes->data, MIN (bytes->len, MAX_SIZE));
    }
}

int
main (int argc, char **argv)
{
  if (argc < 2)
    {
      fprintf (stderr, "usage: %s CORPUS-FOLDER [ROUNDS [SEED]]\n", argv[0]);
      return EXIT_FAILURE;
    }

  guint rounds = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : ROUNDS;
  guint32 seed = argc > 3 ? (guint32) g_ascii_strtoull (argv[3], NULL, 10) : SEED;
  g_autoptr (GPtrArray) corpus = load_corpus (argv[1]);

  g_assert_cmpuint (corpus->len, >, 0);
  signal (SIGABRT, on_crash);
  signal (SIGSEGV, on_crash);
  signal (SIGTRAP, on_crash);
  setvbuf (stdout, NULL, _IOLBF, 0);
  printf ("TAP version 13\n1..2\n# %u files, %u rounds, seed %u\n", corpus->len, rounds, seed);
  run_corpus (corpus);
  printf ("ok 1 corpus and all its beginnings\n");
  run_changes (corpus, rounds, seed);
  printf ("ok 2 random changes\n");
  return EXIT_SUCCESS;
}
