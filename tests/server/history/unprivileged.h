// Root may write everything; so for a while the test is somebody else, who has the folder.
#pragma once

#include <QFile>

#include <unistd.h>

namespace kodama {

class Unprivileged final
{
public:
    explicit Unprivileged(const QString &folder)
    {
        constexpr uid_t nobody = 65534;
        if (::geteuid() != 0)
            return;
        m_isSwitched = ::chown(QFile::encodeName(folder).constData(), nobody, nobody) == 0 &&
                       ::seteuid(nobody) == 0;
    }
    ~Unprivileged()
    {
        if (m_isSwitched) [[maybe_unused]]
            const int result = ::seteuid(0);
    }
    Q_DISABLE_COPY_MOVE(Unprivileged)

private:
    bool m_isSwitched = false;
};

} // namespace kodama
