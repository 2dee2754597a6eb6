#include "app/core/inifile.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>

#include <algorithm>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
}

QString escapedKey(const QString &key)
{
    constexpr char16_t lastOfTwoDigits = 0xff;
    QString escaped;
    for (const QChar c : key) {
        const bool isPlain =
            c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'.');
        const QString number = QString::number(c.unicode(), 16).toUpper();
        if (isPlain)
            escaped += c;
        else if (c == u'/')
            escaped += u'\\';
        else if (c.unicode() <= lastOfTwoDigits)
            escaped += u'%' + number.rightJustified(2, u'0');
        else
            escaped += u"%U"_s + number.rightJustified(4, u'0');
    }
    return escaped;
}

/// `last`: what stands above that is written by its number.
QString quoted(const QString &text, char16_t last)
{
    QString escaped = u"\""_s;
    bool isNumberOpen = false; // a digit behind it would belong to it
    for (const QChar c : text) {
        const bool isNumber =
            c < u' ' || c == u'\x7f' || c > last || (isNumberOpen && isHexDigit(c));
        if (isNumber)
            escaped += u"\\x"_s + QString::number(c.unicode(), 16);
        else if (c == u'"' || c == u'\\')
            escaped += u'\\' + QString(c);
        else
            escaped += c;
        isNumberOpen = isNumber;
    }
    return escaped + u'"';
}

QString quotedText(const QString &text)
{
    constexpr char16_t anything = 0xffff;
    return quoted(text.startsWith(u'@') ? u'@' + text : text, anything);
}

QString valueText(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType:
        return u"@Invalid()"_s;
    case QMetaType::QByteArray:
        return quoted(u"@ByteArray("_s + QString::fromLatin1(value.toByteArray()) + u')', u'~');
    case QMetaType::QStringList: {
        QStringList texts;
        for (const QString &one : value.toStringList())
            texts.append(quotedText(one));
        return texts.isEmpty() ? u"@Invalid()"_s : texts.join(u", "_s);
    }
    case QMetaType::Bool:
    case QMetaType::Int:
        return value.toString();
    default:
        return quotedText(value.toString());
    }
}

} // namespace

IniValues iniValues(const QSettings &settings)
{
    IniValues values;
    for (const QString &key : settings.allKeys())
        values.insert(key, settings.value(key));
    return values;
}

QByteArray iniText(const IniValues &values)
{
    QMap<QString, QString> groups;
    for (auto one = values.cbegin(); one != values.cend(); ++one) {
        const qsizetype slash = one.key().indexOf(u'/');
        const QString group = slash < 0 ? u"General"_s : escapedKey(one.key().left(slash));
        groups[group] +=
            escapedKey(one.key().sliced(slash + 1)) + u'=' + valueText(one.value()) + u'\n';
    }
    QStringList parts;
    for (auto one = groups.cbegin(); one != groups.cend(); ++one)
        parts.append(u'[' + one.key() + u"]\n"_s + one.value());
    return parts.join(u'\n').toUtf8();
}

bool writeIni(const QString &path, const IniValues &values, IniReaders readers)
{
    const QByteArray text = iniText(values);
    if (!QDir().mkpath(QFileInfo(path).path()))
        return false;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    if (readers == IniReaders::OwnerOnly &&
        !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return false;
    return file.write(text) == text.size() && file.flush() && // which commit() does not look at
           file.commit();
}

} // namespace kodama
