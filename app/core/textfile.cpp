#include "app/core/textfile.h"

#include "app/core/errortext.h"
#include "common/utf8.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// The translation context of all texts in this file.
class TextFileText
{
    Q_DECLARE_TR_FUNCTIONS(TextFile)
};

} // namespace

Result<QString, TextFileError> readTextFile(const QString &path)
{
    using Kind = TextFileError::Kind;
    const QFileInfo info(path);
    TextFileError error{Kind::Unreadable, info.fileName(), {}};
    if (info.exists() && !info.isFile()) {
        error.kind = Kind::NoFile;
        return error;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        error.detail = file.errorString();
        return error;
    }
    const QByteArray bytes = file.read(maxTextFileBytes + 1); // it may grow
    if (bytes.size() > maxTextFileBytes) {
        error.kind = Kind::TooLarge;
        return error;
    }
    if (!isValidUtf8(bytes) || bytes.contains('\0')) {
        error.kind = Kind::NoText;
        return error;
    }
    QString text = QString::fromUtf8(bytes);
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);
    return text.replace("\r\n"_L1, "\n"_L1);
}

QString errorText(const TextFileError &error)
{
    const QString name = singleLine(error.name);
    switch (error.kind) {
    case TextFileError::Kind::Unreadable:
        //: %1: name of a file, %2: why
        return TextFileText::tr("“%1” cannot be read: %2").arg(name, singleLine(error.detail));
    case TextFileError::Kind::NoFile:
        return TextFileText::tr("“%1” is no file; a message can hold text.").arg(name);
    case TextFileError::Kind::TooLarge:
        //: %2: a size, for example 1 MiB
        return TextFileText::tr("“%1” is more than a message may hold (%2).")
            .arg(name, QLocale().formattedDataSize(maxTextFileBytes, 0));
    case TextFileError::Kind::NoText:
        return TextFileText::tr("“%1” is no text in UTF-8; a message can hold nothing else.")
            .arg(name);
    }
    return {};
}

} // namespace kodama
