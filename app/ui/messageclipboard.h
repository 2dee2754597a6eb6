// Messages to the clipboard, in the forms one needs them.
#pragma once

#include <QModelIndexList>

class QUrl;

namespace kodama {

enum class CopyForm {
    Sentences, ///< time, name and text, a line each
    TextOnly,  ///< what was said, nothing else
    Markdown,  ///< for other programs that show text with bold names
    Json,      ///< the frames as they were received, a line each
};

/// The whole text of every row, also of those that are shown cut. Rows made by this program have
/// no frame and are left out of Json.
[[nodiscard]] QString messagesAsText(const QModelIndexList &rows, CopyForm form);

/// Leaves the clipboard alone when there is nothing to copy.
void copyMessages(const QModelIndexList &rows, CopyForm form);
void copyLink(const QUrl &link);

} // namespace kodama
