/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "spaces.h"

G_BEGIN_DECLS

/*
 * A longer way than that of the spaces: three hops, of which the first has no
 * delay at all, and the others have.
 *
 *   PC -- router 192.168.77.1, fd77::1
 *         router == cable, late by 5 ms each way == provider 198.51.100.2, 2001:db8:1::2
 *                                                   provider -- destination
 */
#define WAY_PROVIDER "198.51.100.2"
#define WAY_PROVIDER_IPV6 "2001:db8:1::2"
#define WAY_DELAY_US 5000

/* as spaces_require() */
gboolean way_require (void);

/* Without capabilities this process is what a customer's program is. */
void way_drop_privileges (void);
void way_regain_privileges (void);

G_END_DECLS
