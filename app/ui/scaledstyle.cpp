#include "app/ui/scaledstyle.h"

#include <QApplication>
#include <QFontInfo>
#include <QWidget>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

ScaledStyle::ScaledStyle()
    : QProxyStyle(u"Fusion"_s)
{}

int ScaledStyle::pixelMetric(PixelMetric metric, const QStyleOption *option,
                             const QWidget *widget) const
{
    const int usual = QProxyStyle::pixelMetric(metric, option, widget);
    if (metric != PM_SmallIconSize && metric != PM_LineEditIconSize)
        return usual;
    const QFont font = widget == nullptr ? QApplication::font() : widget->font();
    return std::max(usual, QFontInfo(font).pixelSize() * 5 / 4);
}

} // namespace kodama
