#include "app/ui/x11tray.h"

#include <QGuiApplication>

#include <cstdlib>
#include <memory>
#include <xcb/xcb.h>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

struct Free
{
    void operator()(void *reply) const { std::free(reply); } // NOLINT(*-no-malloc): so xcb wants it
};
template <typename Reply>
using Owned = std::unique_ptr<Reply, Free>;

} // namespace

X11Tray::X11Tray(QGuiApplication &application)
    : m_application(application)
{
    const auto *x11 = application.nativeInterface<QNativeInterface::QX11Application>();
    if (QGuiApplication::platformName() != "xcb"_L1 || x11 == nullptr)
        return;
    m_connection = x11->connection();
    // Of the first screen: there is no other any more.
    m_tray = atom("_NET_SYSTEM_TRAY_S0"_ba);
    m_manager = atom("MANAGER"_ba);
    // Qt listens at the root window, where a tray says it.
    application.installNativeEventFilter(this);
}

X11Tray::~X11Tray()
{
    if (m_connection != nullptr)
        m_application.removeNativeEventFilter(this);
}

bool X11Tray::isThere() const
{
    if (m_connection == nullptr)
        return false;
    const Owned<xcb_get_selection_owner_reply_t> reply(xcb_get_selection_owner_reply(
        m_connection, xcb_get_selection_owner(m_connection, m_tray), nullptr));
    return reply != nullptr && reply->owner != XCB_NONE;
}

bool X11Tray::nativeEventFilter(const QByteArray &eventType, void *message, qintptr *)
{
    if (eventType != "xcb_generic_event_t"_ba)
        return false;
    const auto *event = static_cast<const xcb_generic_event_t *>(message);
    if ((event->response_type & 0x7F) != XCB_CLIENT_MESSAGE)
        return false;
    const auto *said = static_cast<const xcb_client_message_event_t *>(message);
    if (said->type == m_manager && said->format == 32 && said->data.data32[1] == m_tray)
        Q_EMIT came();
    return false;
}

quint32 X11Tray::atom(const QByteArray &name) const
{
    const Owned<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(
        m_connection, xcb_intern_atom(m_connection, 0, uint16_t(name.size()), name.constData()),
        nullptr));
    return reply != nullptr ? reply->atom : quint32{XCB_NONE};
}

} // namespace kodama
