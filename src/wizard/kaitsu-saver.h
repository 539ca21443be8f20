/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-result.h"

G_BEGIN_DECLS

typedef enum
{
  KAITSU_SAVE_PDF,
  KAITSU_SAVE_TEXT,
  KAITSU_SAVE_LETTER, /* the request by itself, a PDF; somebody is to be asked */
} KaitsuSaveKind;

/* Asks where to save: the signature of kaitsu_compat_save_async(), which is
 * what is used unless a test puts something else in its place. */
typedef void (*KaitsuChooseFunc) (GtkWindow *parent,
                                  const char *title,
                                  const char *name,
                                  GFile *folder,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * KaitsuSaver: saves reports: makes the bytes, asks where to, writes, and
 * remembers the folder until the program ends.
 */
#define KAITSU_TYPE_SAVER (kaitsu_saver_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuSaver, kaitsu_saver, KAITSU, SAVER, GObject)

KaitsuSaver *kaitsu_saver_new (void);
void kaitsu_saver_set_choose_func (KaitsuSaver *self, KaitsuChooseFunc choose);

/* Finish returns (transfer full): the file that was written; NULL without
 * @error if the customer changed his mind. On an error nothing was changed
 * on the disk. */
void kaitsu_saver_save_async (KaitsuSaver *self,
                              GtkWindow *parent,
                              KaitsuResult *result,
                              KaitsuSaveKind kind,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GFile *kaitsu_saver_save_finish (KaitsuSaver *self, GAsyncResult *result, GError **error);

G_END_DECLS
