#include "app/ui/scaledstyle.h"

#include <QApplication>
#include <QDialogButtonBox>
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
    const bool isPicture = metric == PM_SmallIconSize || metric == PM_LineEditIconSize;
    const bool isGap = metric == PM_LayoutHorizontalSpacing &&
                       qobject_cast<const QDialogButtonBox *>(widget) != nullptr;
    if (!isPicture && !isGap)
        return usual;
    const QFont font = widget == nullptr ? QApplication::font() : widget->font();
    const int letters = QFontInfo(font).pixelSize();
    return std::max(usual, isGap ? letters * 2 / 3 : letters * 5 / 4);
}

} // namespace kodama
