#include "app/ui/messageclipboard.h"

#include "app/ui/conversationexport.h"
#include "app/ui/messagewording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QUrl>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

QString rowAsText(const LogEntry &entry, CopyForm form)
{
    switch (form) {
    case CopyForm::Sentences:
        return plainText(entry);
    case CopyForm::TextOnly:
        return bodyText(entry);
    case CopyForm::Markdown:
        return markdownOf(entry);
    case CopyForm::Json:
        return QString::fromUtf8(entry.frame);
    }
    return {};
}

} // namespace

QString messagesAsText(const QModelIndexList &rows, CopyForm form)
{
    QStringList lines;
    lines.reserve(rows.size());
    for (const QModelIndex &row : rows) {
        const LogEntry entry = entryAt(row);
        if (form != CopyForm::Json || !entry.frame.isEmpty())
            lines.append(rowAsText(entry, form));
    }
    return lines.join(form == CopyForm::Markdown ? u"\n\n"_s : u"\n"_s);
}

void copyMessages(const QModelIndexList &rows, CopyForm form)
{
    const QString text = messagesAsText(rows, form);
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void copyLink(const QUrl &link)
{
    QGuiApplication::clipboard()->setText(link.toString(QUrl::FullyEncoded));
}

} // namespace kodama
