#include "app/ui/plaintooltip.h"

#include <QTextDocument>

namespace kodama {

QString plainToolTip(const QString &text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text) : text;
}

} // namespace kodama
