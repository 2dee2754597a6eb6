#include "app/ui/messageclipboard.h"

#include "app/ui/messagewording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QUrl>

namespace kodama {
namespace {

QString rowAsText(const LogEntry &entry, CopyForm form)
{
    switch (form) {
    case CopyForm::Sentences:
        return plainText(entry);
    case CopyForm::TextOnly:
        return bodyText(entry);
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
    return lines.join(u'\n');
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
