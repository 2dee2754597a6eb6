#!/usr/bin/python3
"""A system tray of X11, as panels without a bus have it: takes icons in and shows them.

usage: DISPLAY=:N x11_tray.py      prints "ready", "docked WINDOW" for each icon, and
                                   "attention WINDOW" when one asks a task bar to mark it
"""

import ctypes
import ctypes.util
import sys

CLIENT_MESSAGE = 33
STRUCTURE_NOTIFY_MASK = 1 << 17
ICON = 24  # pixels


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    ]


class Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("message", ClientMessage), ("pad", ctypes.c_long * 24)]


def library():
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    window, display = ctypes.c_ulong, ctypes.c_void_p
    x11.XOpenDisplay.restype = display
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XDefaultRootWindow.restype = window
    x11.XDefaultRootWindow.argtypes = [display]
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = [display, ctypes.c_char_p, ctypes.c_int]
    x11.XCreateSimpleWindow.restype = window
    x11.XCreateSimpleWindow.argtypes = [display, window] + [ctypes.c_int] * 2 + (
        [ctypes.c_uint] * 3 + [ctypes.c_ulong] * 2
    )
    x11.XSetSelectionOwner.argtypes = [display, ctypes.c_ulong, window, ctypes.c_ulong]
    x11.XSendEvent.argtypes = [display, window, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
    x11.XReparentWindow.argtypes = [display, window, window, ctypes.c_int, ctypes.c_int]
    x11.XResizeWindow.argtypes = [display, window, ctypes.c_uint, ctypes.c_uint]
    x11.XMapRaised.argtypes = [display, window]
    x11.XSelectInput.argtypes = [display, window, ctypes.c_long]
    x11.XNextEvent.argtypes = [display, ctypes.c_void_p]
    x11.XFlush.argtypes = [display]
    return x11


def main():
    x11 = library()
    display = x11.XOpenDisplay(None)
    if not display:
        sys.exit("x11_tray.py: no display")
    root = x11.XDefaultRootWindow(display)
    tray = x11.XCreateSimpleWindow(display, root, 1500, 860, 4 * ICON, ICON, 0, 0, 0x808080)
    x11.XMapRaised(display, tray)
    selection = x11.XInternAtom(display, b"_NET_SYSTEM_TRAY_S0", 0)
    opcode = x11.XInternAtom(display, b"_NET_SYSTEM_TRAY_OPCODE", 0)
    x11.XSetSelectionOwner(display, selection, tray, 0)
    hello = Event()
    hello.message.type = CLIENT_MESSAGE
    hello.message.window = root
    hello.message.message_type = x11.XInternAtom(display, b"MANAGER", 0)
    hello.message.format = 32
    hello.message.data[:] = [0, selection, tray, 0, 0]
    x11.XSendEvent(display, root, 0, STRUCTURE_NOTIFY_MASK, ctypes.byref(hello))
    x11.XFlush(display)
    print("ready", flush=True)
    x11.XSelectInput(display, root, STRUCTURE_NOTIFY_MASK)
    state = x11.XInternAtom(display, b"_NET_WM_STATE", 0)
    attention = x11.XInternAtom(display, b"_NET_WM_STATE_DEMANDS_ATTENTION", 0)
    icons = 0
    event = Event()
    while True:
        x11.XNextEvent(display, ctypes.byref(event))
        if event.type != CLIENT_MESSAGE:
            continue
        if event.message.message_type == state and list(event.message.data[:2]) == [1, attention]:
            print("attention", event.message.window, flush=True)
        if event.message.message_type != opcode:
            continue
        if event.message.data[1] != 0:
            continue  # not a request for a place
        icon = event.message.data[2] & 0xFFFFFFFF
        x11.XReparentWindow(display, icon, tray, icons * ICON, 0)
        x11.XResizeWindow(display, icon, ICON, ICON)
        x11.XMapRaised(display, icon)
        x11.XFlush(display)
        icons += 1
        print("docked", icon, flush=True)


if __name__ == "__main__":
    main()
