// The system's signals as a Qt signal: the handler writes into a pipe, the event loop reads it.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace kodama {

/// One object per program. Whoever owns it says which signals have its handler, and gives them
/// another one before it ends.
class SignalPipe final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SignalPipe)

public:
    using Handler = void (*)(int);

    explicit SignalPipe(QObject *parent = nullptr);
    ~SignalPipe() override;

    /// For sigaction(). Null if the system gave no pipe: signals then do what they do everywhere.
    [[nodiscard]] Handler handler() const;

Q_SIGNALS:
    void received(int signalNumber);

private:
    void onReadable();

    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace kodama
