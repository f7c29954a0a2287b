"""The one window around the pages: rail, bars, menus, queue, key sheet."""
