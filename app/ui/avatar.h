// The round picture of a person: an initial on a colour of their own.
#pragma once

class QPainter;
class QRect;
class QString;

namespace kodama {

class Theme;

void paintAvatar(QPainter &painter, const Theme &theme, const QRect &circle, const QString &nick);

} // namespace kodama
