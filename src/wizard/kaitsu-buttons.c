/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-buttons.h"

#include <glib/gi18n-lib.h>

static KaitsuButton
derive_other (KaitsuFlow *flow)
{
  switch (kaitsu_flow_get_step (flow))
    {
    case KAITSU_STEP_RUN:
      return (KaitsuButton){ _ ("S_top"), "win.stop" };
    case KAITSU_STEP_RESULT:
    case KAITSU_STEP_REPORT:
      return (KaitsuButton){ _ ("Check _again"), "win.again" };
    case KAITSU_STEP_CONSENT:
      /* going back must not make it unreachable */
      if (kaitsu_flow_get_result (flow) != NULL)
        return (KaitsuButton){ _ ("_Result so far"), "win.result" };
      break;
    case KAITSU_STEP_UNIT:
      break;
    }
  return (KaitsuButton){ 0 };
}

static KaitsuButton
derive_main (KaitsuFlow *flow)
{
  switch (kaitsu_flow_get_step (flow))
    {
    case KAITSU_STEP_UNIT:
      return (KaitsuButton){ _ ("_Next"), "win.next" };
    case KAITSU_STEP_CONSENT:
      return (KaitsuButton){ _ ("_Start the check"), "win.next" };
    case KAITSU_STEP_RUN:
      /* none: whoever presses Enter once too often must not stop the run */
      return (KaitsuButton){ 0 };
    case KAITSU_STEP_RESULT:
      return (KaitsuButton){ _ ("Make the _report"), "win.next" };
    case KAITSU_STEP_REPORT:
      return (KaitsuButton){ _ ("_Save the PDF"), "win.save-pdf" };
    }
  g_return_val_if_reached ((KaitsuButton){ 0 });
}

void
kaitsu_buttons_derive (KaitsuFlow *flow, KaitsuButtons *buttons)
{
  g_return_if_fail (KAITSU_IS_FLOW (flow));

  *buttons = (KaitsuButtons){ .other = derive_other (flow), .main = derive_main (flow) };
  if (kaitsu_flow_can_go_back (flow))
    buttons->back = (KaitsuButton){ _ ("_Back"), "win.back" };
}
