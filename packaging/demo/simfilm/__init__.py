# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the simulated body-worn-camera clips shipped with BWC Review."""
