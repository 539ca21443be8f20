/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuReportError: why a report could not be made.
 *
 * NO_FONT  no font of this PC can show Japanese; the text report still works
 */
typedef enum
{
  KAITSU_REPORT_ERROR_NO_FONT,
  KAITSU_REPORT_ERROR_FAILED,
} KaitsuReportError;

#define KAITSU_REPORT_ERROR (kaitsu_report_error_quark ())
GQuark kaitsu_report_error_quark (void);

/* The text report: UTF-8 with BOM, CRLF, only characters that Shift_JIS has. */
GBytes *kaitsu_report_make_text (KaitsuResult *result);
/* The same as plain UTF-8 with LF and no BOM, for the clipboard and a terminal. */
char *kaitsu_report_make_plain_text (KaitsuResult *result);
/* (nullable): the letter of the text report alone, for the clipboard and a mail. */
char *kaitsu_report_make_letter (KaitsuResult *result);
/* What to write in a mail with the PDF attached, and above it. */
char *kaitsu_report_make_mail (KaitsuResult *result);
char *kaitsu_report_dup_mail_subject (KaitsuResult *result);
/* The short table for a terminal: verdict, one line per port, advice. */
char *kaitsu_report_make_table (KaitsuResult *result);
/* The PDF: A4, searchable; dates are the result's, so that the same result
 * gives the same bytes. */
GBytes *kaitsu_report_make_pdf (KaitsuResult *result, GError **error);
/* The request of that report by itself, in PDF; only where there is somebody to
 * ask, see kaitsu_request_new(). */
GBytes *kaitsu_report_make_letter_pdf (KaitsuResult *result, GError **error);
/* Another result, without addresses and names of the shop's inside. */
KaitsuResult *kaitsu_report_mask (KaitsuResult *result, GError **error);
/* "開通チェック_<company>_<unit>_<date>.pdf": safe for every file system */
char *kaitsu_report_dup_file_name (KaitsuResult *result, const char *extension);
/* the same for the letter */
char *kaitsu_report_dup_letter_name (KaitsuResult *result);

G_END_DECLS
