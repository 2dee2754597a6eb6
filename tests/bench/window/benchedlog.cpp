#include "tests/bench/window/benchedlog.h"

namespace kodama::bench {

using namespace Qt::StringLiterals;

QStringList benchedLogNames()
{
    return {u"Kodama"_s, u"QTextBrowser"_s, u"QPlainTextEdit"_s};
}

std::unique_ptr<BenchedLog> makeBenchedLog(const QString &name, QApplication &app)
{
    const qsizetype number = benchedLogNames().indexOf(name);
    switch (number) {
    case 0:
        return makeKodamaLog(app);
    case 1:
        return makeTextBrowserLog();
    case 2:
        return makePlainTextLog();
    default:
        return nullptr;
    }
}

QString longDayText(int number)
{
    return u"Message number %1 of a long day"_s.arg(number);
}

QString longDaySender(int number)
{
    return u"10.0.0.%1:5000"_s.arg(number / 3 % 20);
}

} // namespace kodama::bench
