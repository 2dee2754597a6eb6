// Where the console's lines come from, and where it prints: a pipe, or a terminal on which one
// types while messages arrive.
#pragma once

#include "app/cli/lineoutput.h"

#include <QObject>
#include <QString>

namespace kodama {

class LineSource : public QObject, public LineOutput
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LineSource)

public:
    using QObject::QObject;

    /// Begins to read. Lines come from the event loop, never from within this call.
    virtual void start() = 0;
    /// Reads nothing more until start() is called again. What was read already may still come.
    virtual void pause() = 0;
    /// Whether somebody sits there: greetings are welcome and a wrong line is no failure.
    [[nodiscard]] virtual bool isInteractive() const = 0;
    /// Where text goes from now on, for the prompt; empty: nowhere in particular.
    virtual void setPlace(const QString & /*room*/) {}
    /// Nobody adds anything any more; also while it is paused.
    [[nodiscard]] virtual bool isComplete() const { return false; }

Q_SIGNALS:
    void lineRead(const QString &line);
    /// A line was longer than limits::messageBytes and is lost.
    void lineTooLong();
    /// End of input. The last signal.
    void ended();
};

} // namespace kodama
