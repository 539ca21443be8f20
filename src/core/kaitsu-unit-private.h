/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-catalogue.h"

G_BEGIN_DECLS

/* How the catalogue makes units. Nobody else does. */

KaitsuText2 kaitsu_text2_copy (const KaitsuText2 *self);
void kaitsu_text2_clear (KaitsuText2 *self);

KaitsuService *kaitsu_service_new (const char *id, const KaitsuService *texts);
void kaitsu_service_free (KaitsuService *self);
KaitsuServicePort *kaitsu_service_find_port (const KaitsuService *self, KaitsuPort port);
KaitsuService *kaitsu_services_find (GPtrArray *services, const char *id);
GPtrArray *kaitsu_services_new_union (GPtrArray *tables);

KaitsuUnit *kaitsu_unit_new (
    const char *id, const KaitsuText2 *name, const char *family, gboolean pro, GPtrArray *services);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuService, kaitsu_service_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KaitsuText2, kaitsu_text2_clear)

G_END_DECLS
