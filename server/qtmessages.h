// Qt's own messages go to the log while this object lives, instead of to a stderr that may block.
#pragma once

#include <QtGlobal>

namespace kodama {

class Log;

/// At most one in a process.
class QtMessages final
{
public:
    explicit QtMessages(Log &log);

    /// Puts the previous handler back.
    ~QtMessages();

    Q_DISABLE_COPY_MOVE(QtMessages)

private:
    QtMessageHandler m_before;
};

} // namespace kodama
