/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-page.h"
#include "kaitsu-saver.h"

G_BEGIN_DECLS

/**
 * KaitsuReportPage: step 5. What the customer wants to have in the report,
 * and the report in every form. Offers the window's actions "save-pdf",
 * "save-text", "print", "copy" and "mail" as buttons; the window calls the
 * functions below for them.
 */
#define KAITSU_TYPE_REPORT_PAGE (kaitsu_report_page_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuReportPage, kaitsu_report_page, KAITSU, REPORT_PAGE, KaitsuPage)

void kaitsu_report_page_save (KaitsuReportPage *self, KaitsuSaveKind kind);
void kaitsu_report_page_print (KaitsuReportPage *self);
void kaitsu_report_page_copy (KaitsuReportPage *self);
void kaitsu_report_page_mail (KaitsuReportPage *self);
/* (transfer none) */
KaitsuSaver *kaitsu_report_page_get_saver (KaitsuReportPage *self);

G_END_DECLS
