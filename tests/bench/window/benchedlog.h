// A window with a log and a field to type in, as the benchmark needs it: Kodama's own, and the
// obvious ways to build one.
#pragma once

#include "common/protocol/servermessages.h"

#include <QStringList>

#include <memory>

class QAbstractScrollArea;
class QApplication;
class QPlainTextEdit;
class QWidget;

namespace kodama::bench {

class BenchedLog
{
public:
    BenchedLog() = default;
    virtual ~BenchedLog() = default;
    Q_DISABLE_COPY_MOVE(BenchedLog)

    /// Not yet shown.
    virtual QWidget &window() = 0;
    virtual QWidget &painted() = 0; ///< whose first paint counts
    virtual QPlainTextEdit &input() = 0;
    /// A message has come; it may wait for others before it is shown.
    virtual void receive(const ServerMessage &message, const QByteArray &frame) = 0;
    /// Of what was received.
    [[nodiscard]] virtual quint64 shown() const = 0;

    /// Messages of a long day, kept, but not shown.
    virtual void fill(int messages) = 0;
    /// A view of its own of what fill() kept, at its end.
    virtual QAbstractScrollArea &open() = 0;
    virtual void close() = 0;
};

/// Names as they stand on the command line and in the table.
QStringList benchedLogNames();
std::unique_ptr<BenchedLog> makeBenchedLog(const QString &name, QApplication &app);

std::unique_ptr<BenchedLog> makeKodamaLog(QApplication &app);
std::unique_ptr<BenchedLog> makeTextBrowserLog();
std::unique_ptr<BenchedLog> makePlainTextLog();

/// What the messages of a long day say, and who says it.
QString longDayText(int number);
QString longDaySender(int number);

} // namespace kodama::bench
