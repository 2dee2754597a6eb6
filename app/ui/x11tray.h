// Whether X11 has a tray, and when one comes. Asks X itself: once Qt is asked for a tray, it looks
// for one on the bus, too, and remembers for good that there was none.
#pragma once

#include <QAbstractNativeEventFilter>
#include <QObject>

class QGuiApplication;
struct xcb_connection_t;

namespace kodama {

/// On other platforms there never is one.
class X11Tray final : public QObject, public QAbstractNativeEventFilter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(X11Tray)

public:
    explicit X11Tray(QGuiApplication &application);
    ~X11Tray() override;

    [[nodiscard]] bool isThere() const;

    bool nativeEventFilter(const QByteArray &eventType, void *message, qintptr *result) override;

Q_SIGNALS:
    void came();

private:
    [[nodiscard]] quint32 atom(const QByteArray &name) const;

    QGuiApplication &m_application;
    xcb_connection_t *m_connection = nullptr;
    quint32 m_tray = 0;    ///< the selection that a tray owns
    quint32 m_manager = 0; ///< what it says when it comes
};

} // namespace kodama
