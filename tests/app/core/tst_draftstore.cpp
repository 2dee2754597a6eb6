#include "app/core/draftstore.h"
#include "tests/support/fulldisk.h"

#include <QDir>
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

    void whatIsTypedIsKeptHoweverLong()
    {
        const QString text(200'000, u'x');
        {
            DraftStore store(m_path);
            store.setDraft(u"a"_s, u"short"_s);
            store.setDraft(u"a"_s, text);
            for (int i = 0; i < 1000; ++i)
                store.setDraft(QString::number(i), u"x"_s);
            QCOMPARE(store.draft(u"999"_s), u"x"_s);
        }
        const DraftStore again(m_path);
        QCOMPARE(again.draft(u"a"_s), text);
        QCOMPARE(again.draft(u"999"_s), u"x"_s);
    }

    void whatAFileHardlyTakesStaysInMemory()
    {
        const QString text(DraftStore::longestDraft + 1, u'x');
        DraftStore store(m_path);
        store.setDraft(u"a"_s, u"short"_s);
        store.setDraft(u"a"_s, text);
        QVERIFY(store.save());
        QCOMPARE(store.draft(u"a"_s), text);
        QCOMPARE(DraftStore(m_path).draft(u"a"_s), QString());
    }

    void twoWindowsOfAProfileKeepEachOthersDrafts()
    {
        DraftStore first(m_path);
        first.setDraft(u"a"_s, u"old"_s);
        first.setDraft(u"gone"_s, u"x"_s);
        QVERIFY(first.save());
        DraftStore second(m_path);
        first.setDraft(u"a"_s, u"new"_s);
        first.setDraft(u"gone"_s, {});
        QVERIFY(first.save());
        second.setDraft(u"b"_s, u"typed there"_s);
        QVERIFY(second.save());
        const DraftStore again(m_path);
        QCOMPARE(again.draft(u"a"_s), u"new"_s);
        QCOMPARE(again.draft(u"b"_s), u"typed there"_s);
        QCOMPARE(again.draft(u"gone"_s), QString());
    }

    void nobodyElseReadsThem()
    {
        DraftStore store(m_path);
        store.setDraft(u"a"_s, u"secret"_s);
        QVERIFY(store.save());
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        QVERIFY(!(QFile::permissions(m_path) & others));
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

    void aFullDiskTakesNothingAway()
    {
        DraftStore store(m_path);
        store.setDraft(u"a"_s, u"typed before"_s);
        QVERIFY(store.save());
        {
            const test::FullDisk full(2'000);
            store.setDraft(u"b"_s, QString(10'000, u'x'));
            QVERIFY(!store.save());
            QCOMPARE(DraftStore(m_path).draft(u"a"_s), u"typed before"_s);
        }
        QVERIFY(store.save()); // there is room again
        QCOMPARE(DraftStore(m_path).draft(u"b"_s).size(), 10'000);
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
