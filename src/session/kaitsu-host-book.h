/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-net.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuHostBook: what a run knows about hosts. Every name is looked up once
 * in each family and every control is tried once, however many ports ask.
 */
#define KAITSU_TYPE_HOST_BOOK (kaitsu_host_book_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuHostBook, kaitsu_host_book, KAITSU, HOST_BOOK, GObject)

KaitsuHostBook *kaitsu_host_book_new (KaitsuNet *net,
                                      KaitsuTargets *targets,
                                      gint64 started,
                                      GCancellable *cancellable);

void kaitsu_host_book_lookup_async (KaitsuHostBook *self,
                                    const char *host,
                                    KaitsuFamily family,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GInetAddress *kaitsu_host_book_lookup_finish (KaitsuHostBook *self,
                                              GAsyncResult *result,
                                              GError **error);

const char *kaitsu_host_book_get_false_name (KaitsuHostBook *self, KaitsuFamily family);

void kaitsu_host_book_control_async (KaitsuHostBook *self,
                                     const char *host,
                                     KaitsuFamily family,
                                     KaitsuPort control,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void kaitsu_host_book_control_again_async (KaitsuHostBook *self,
                                           const char *host,
                                           KaitsuFamily family,
                                           KaitsuPort control,
                                           GInetAddress *address,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean kaitsu_host_book_control_finish (KaitsuHostBook *self, GAsyncResult *result, GError **error);

/* (element-type KaitsuObservation): the controls of one family so far */
void kaitsu_host_book_note_seen (KaitsuHostBook *self, GPtrArray *seen);
gint64 kaitsu_host_book_get_rtt_us (KaitsuHostBook *self, KaitsuFamily family);
guint kaitsu_host_book_get_interval_ms (KaitsuHostBook *self, KaitsuFamily family);
GPtrArray *kaitsu_host_book_get_controls (KaitsuHostBook *self, KaitsuFamily family);

G_END_DECLS
