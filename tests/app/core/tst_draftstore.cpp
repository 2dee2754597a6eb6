#include "app/core/draftstore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestDraftStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"deep/drafts.ini"_s);
    }

    void draftsSurviveARestart()
    {
        const QString text = u"二行\n\"quoted\", %41 \\ ; =\t🎉 "_s;
        {
            DraftStore store(m_path);
            store.setDraft(u"ws://lab:1 #部屋/a=b"_s, text);
            store.setDraft(u"other"_s, u"gone"_s);
            store.setDraft(u"other"_s, {});
        }
        const DraftStore again(m_path);
        QCOMPARE(again.draft(u"ws://lab:1 #部屋/a=b"_s), text);
        QCOMPARE(again.draft(u"other"_s), QString());
    }

    void isSavedBeforeAnythingEnds()
    {
        DraftStore store(m_path);
        store.setDraft(u"a"_s, u"typed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(DraftStore(m_path).draft(u"a"_s), u"typed"_s, 30'000);
    }

    void keepsWithinItsBounds()
    {
        DraftStore store(m_path);
        store.setDraft(u"a"_s, u"short"_s);
        store.setDraft(u"a"_s, QString(DraftStore::longestDraft + 1, u'x'));
        QCOMPARE(store.draft(u"a"_s), u"short"_s);
        for (int i = 0; i < DraftStore::mostDrafts + 10; ++i)
            store.setDraft(QString::number(i), u"x"_s);
        QVERIFY(store.draft(QString::number(DraftStore::mostDrafts + 5)).isEmpty());
        store.setDraft(u"a"_s, u"still changes"_s);
        QCOMPARE(store.draft(u"a"_s), u"still changes"_s);
    }

    void rubbishIsNoDraft()
    {
        QVERIFY(QDir().mkpath(m_folder->filePath(u"deep"_s)));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[drafts]\nsize=99999999\n1\\room=\xff\n\x00garbage");
        file.close();
        const DraftStore store(m_path);
        QCOMPARE(store.draft(u"a"_s), QString());
    }

    void tellsWhenItCannotBeWritten()
    {
        DraftStore store(u"/proc/nowhere/drafts.ini"_s);
        store.setDraft(u"a"_s, u"x"_s);
        QVERIFY(!store.save());
        QCOMPARE(store.draft(u"a"_s), u"x"_s);
    }

    void profilesHaveAFileOfTheirOwn()
    {
        QVERIFY(DraftStore::defaultPath(u"work"_s) != DraftStore::defaultPath({}));
        QVERIFY(DraftStore::defaultPath(u"work"_s).endsWith(u"/kodama/drafts-work.ini"_s));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestDraftStore)
#include "tst_draftstore.moc"
