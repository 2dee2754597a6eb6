// Small dictionaries in a folder of their own.
#pragma once

#include "app/core/spelldictionary.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace kodama {

class SpellFiles final
{
public:
    /// Words of that language, in an encoding that Hunspell and Qt know by this name.
    void write(const QString &language, const QByteArrayList &words,
               const QByteArray &encoding = "UTF-8") const
    {
        put(language + QStringLiteral(".aff"),
            "SET " + encoding + "\nTRY esianrtolcdugmphbyfvkw\n");
        put(language + QStringLiteral(".dic"),
            QByteArray::number(words.size()) + '\n' + words.join('\n') + '\n');
    }
    [[nodiscard]] SpellDictionary::Places places() const { return {{m_folder.path()}, ownWords()}; }
    [[nodiscard]] QString ownWords() const { return m_folder.filePath(QStringLiteral("deep/own")); }

private:
    void put(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    QTemporaryDir m_folder;
};

} // namespace kodama
