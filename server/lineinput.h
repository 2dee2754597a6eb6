// Lines from a descriptor (a terminal, a pipe, a file) as signals, without ever blocking.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTimer>

class QSocketNotifier;

namespace kodama {

class LineInput final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LineInput)

public:
    /// Bytes of one line; longer ones are skipped.
    static constexpr qsizetype longestLine = qsizetype{64} * 1024;

    /// The descriptor stays the caller's. Reading begins with the event loop.
    explicit LineInput(int descriptor, QObject *parent = nullptr);
    ~LineInput() override;

Q_SIGNALS:
    /// Without its line end. UTF-8; wrong bytes are replaced.
    void lineRead(const QString &line);
    void lineSkipped();

    /// Nothing more will come. A last line without a line feed was told before.
    void ended();

    /// Ctrl+D on a terminal that we are in the foreground of; ended() follows.
    void endedByUser();

private:
    void onReadable();
    void takeLines(QByteArrayView bytes);
    void tell(const QByteArray &line);
    void finish(bool byUser);
    [[nodiscard]] bool isInBackground() const;

    const int m_descriptor;
    const bool m_isTerminal;
    QSocketNotifier *m_notifier;
    QTimer m_backgroundTimer;
    QByteArray m_partial;
    bool m_isSkipping = false;
};

} // namespace kodama
