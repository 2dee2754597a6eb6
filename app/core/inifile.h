// Writes files that QSettings reads: whole, or not at all.
//
// QSettings itself takes a file that a full disk has cut off for written (its QSaveFile does not
// look at what becomes of the last block), and the good one is gone. Lives in any thread.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QVariant>

class QSettings;

namespace kodama {

/// By key, as QSettings names it: `group/key`.
using IniValues = QMap<QString, QVariant>;

/// All that the file of these settings holds.
[[nodiscard]] IniValues iniValues(const QSettings &settings);

/// Texts, numbers, truth values, bytes and lists of texts.
[[nodiscard]] QByteArray iniText(const IniValues &values);

enum class IniReaders { All, OwnerOnly };

/// false: what was in the file is there still.
[[nodiscard]] bool writeIni(const QString &path, const IniValues &values,
                            IniReaders readers = IniReaders::All);

} // namespace kodama
