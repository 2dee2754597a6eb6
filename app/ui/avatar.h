// The round picture of a person: an initial on a colour of their own.
#pragma once

class QPainter;
class QRect;
class QString;

namespace kodama {

class Theme;

/// How much is to be seen of a person; each stands back behind the one before it.
enum class AvatarLook {
    Full,  ///< who is here
    Pale,  ///< who is away
    Hollow ///< who is gone, or of whom nothing is known: a ring
};

void paintAvatar(QPainter &painter, const Theme &theme, const QRect &circle, const QString &nick,
                 AvatarLook look = AvatarLook::Full);

} // namespace kodama
