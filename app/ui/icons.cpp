#include "app/ui/icons.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QPointer>
#include <QSvgRenderer>
#include <QToolButton>

#include <algorithm>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

const QString iconFolder = u":/icons/"_s;

// Draws an SVG whose strokes are `currentColor`, at any size, in the colour of this moment.
class ThemedIconEngine final : public QIconEngine
{
public:
    ThemedIconEngine(const Theme &theme, QString name, ThemeColor color)
        : m_theme(&theme)
        , m_name(std::move(name))
        , m_color(color)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        QPixmap picture = pixmap(rect.size() * ratio, mode, state);
        picture.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, picture);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        if (m_theme.isNull() || size.isEmpty())
            return {};
        const QColor color =
            m_theme->color(mode == QIcon::Disabled ? ThemeColor::TextDisabled : m_color);
        const QString key = u"kodama/%1/%2/%3x%4"_s.arg(m_name, color.name(QColor::HexArgb))
                                .arg(size.width())
                                .arg(size.height());
        QPixmap picture;
        if (!QPixmapCache::find(key, &picture)) {
            picture = render(color, size);
            QPixmapCache::insert(key, picture);
        }
        return picture;
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(*this); }
    bool isNull() override { return !QFile::exists(iconFolder + m_name); }

private:
    [[nodiscard]] QPixmap render(const QColor &color, const QSize &size) const
    {
        QFile file(iconFolder + m_name);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArray drawing = file.readAll();
        drawing.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(drawing);
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        const int side = std::min(size.width(), size.height());
        renderer.render(&painter, QRectF((size.width() - side) / 2.0, (size.height() - side) / 2.0,
                                         side, side));
        return picture;
    }

    QPointer<const Theme> m_theme;
    QString m_name;
    ThemeColor m_color;
};

} // namespace

QIcon icons::icon(const Theme &theme, const QString &name)
{
    return icon(theme, name, ThemeColor::Text);
}

QIcon icons::icon(const Theme &theme, const QString &name, ThemeColor color)
{
    return QIcon(new ThemedIconEngine(theme, name, color));
}

void icons::dressSearchField(const Theme &theme, QLineEdit &field)
{
    field.setClearButtonEnabled(true);
    // Its button has the picture, for a change of its action would show it in an empty field.
    for (auto *button : field.findChildren<QToolButton *>())
        button->setIcon(icon(theme, u"close"_s, ThemeColor::TextMuted));
    field.addAction(icon(theme, u"search"_s, ThemeColor::TextMuted), QLineEdit::LeadingPosition);
}

QIcon icons::appIcon()
{
    return QIcon(u":/app/icon.svg"_s);
}

QStringList icons::names()
{
    return QDir(iconFolder).entryList();
}

} // namespace kodama
