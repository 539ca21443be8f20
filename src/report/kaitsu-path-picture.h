/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuPathPlace: a place on the way from this PC to the other side.
 * Everything is measured in devices: the PC is 0, the shop's router 1.
 *
 * @party: whose it is: PC, ROUTER, PROVIDER or DESTINATION
 * @name: what the picture calls it; a second router is a place of its own
 * @address: (nullable): the address of its one device
 * @first: the first of its devices
 * @last: the last of them
 * @suspect: whether something red may be stopped here
 */
typedef struct
{
  KaitsuParty party;
  char *name;
  char *address;
  guint first;
  guint last;
  gboolean suspect;
} KaitsuPathPlace;

/**
 * KaitsuPathLine: how far the traffic of a group of ports goes.
 *
 * @light: GREEN arrives, RED is stopped, YELLOW is lost from sight, NONE was
 *   not tried
 * @ports: which, "TCP 80, 443, UDP 123"
 * @words: where it goes or ends, without a full stop
 * @seen: how far the traffic is known to go, in devices
 * @mark: where its shape stands, at or behind @seen; between two numbers is
 *   between two devices
 * @end: where this traffic would have arrived
 */
typedef struct
{
  KaitsuLight light;
  char *ports;
  char *words;
  double seen;
  double mark;
  double end;
} KaitsuPathLine;

/**
 * KaitsuPathPicture: the way to the other side and what happens on it, in the
 * current language; made from a result alone, drawn by
 * kaitsu_path_drawing_lay_out() in the window and in the PDF.
 *
 * @places: (element-type KaitsuPathPlace): from this PC to the other side
 * @lines: (element-type KaitsuPathLine): red, yellow, not tried, green
 * @heard: (element-type gboolean): for every device from 0 to @length, whether
 *   it ever answered; the places of those that did not are known by counting
 * @length: the device that is the other side
 * @traced: whether the devices were counted; otherwise one stands for each place
 */
typedef struct
{
  GPtrArray *places;
  GPtrArray *lines;
  GArray *heard;
  guint length;
  gboolean traced;
} KaitsuPathPicture;

KaitsuPathPicture *kaitsu_path_picture_new (KaitsuResult *result);
void kaitsu_path_picture_free (KaitsuPathPicture *self);
char *kaitsu_path_picture_dup_text (const KaitsuPathPicture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuPathPicture, kaitsu_path_picture_free)

G_END_DECLS
