#include "app/core/chat/outbox.h"
#include "app/core/chat/serverfolder.h"
#include "app/core/chat/storedobject.h"
#include "tests/support/fulldisk.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

OutboxPost postOf(const QString &id, const QString &text = u"hello"_s)
{
    OutboxPost post;
    post.id = id;
    post.room = u"lobby"_s;
    post.content = RawJson::fromString(text);
    post.time = 1765674010250;
    return post;
}

QStringList idsOf(const Outbox &outbox)
{
    QStringList ids;
    for (const OutboxPost &post : outbox.posts())
        ids += post.id;
    return ids;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"outbox"_s);
    }

    void keepsPostsInOrder()
    {
        {
            Outbox outbox(m_path);
            QVERIFY(outbox.add(postOf(u"a"_s)));
            QVERIFY(outbox.add(postOf(u"b"_s, u"改行\nあり"_s)));
            QVERIFY(outbox.add(postOf(u"c"_s)));
            outbox.remove(u"a"_s);
            // Never closed properly: what is in the file counts.
            Outbox other(m_path + u"2"_s);
            QVERIFY(QFile::copy(m_path, m_path + u"3"_s));
        }
        const Outbox again(m_path + u"3"_s);
        QCOMPARE(idsOf(again), QStringList({u"b"_s, u"c"_s}));
        QCOMPARE(again.find(u"b"_s)->content.displayText(), u"改行\nあり"_s);
        QCOMPARE(again.find(u"b"_s)->time, 1765674010250);
    }

    void keepsWhatBecameOfThem()
    {
        {
            Outbox outbox(m_path);
            QVERIFY(outbox.add(postOf(u"a"_s)));
            QVERIFY(outbox.add(postOf(u"b"_s)));
            QVERIFY(outbox.add(postOf(u"c"_s)));
            outbox.markSent(u"a"_s, u"s1"_s);
            outbox.markSent(u"a"_s, u"s2"_s);
            outbox.markFailed(u"b"_s, 7);
            outbox.markSent(u"c"_s, u"s1"_s);
            outbox.markFailed(u"c"_s, 7);
            outbox.markWaiting(u"c"_s, u"e2"_s);
        }
        const Outbox again(m_path);
        QCOMPARE(again.find(u"a"_s)->session, u"s1"_s);
        QVERIFY(again.find(u"a"_s)->isWaiting());
        QCOMPARE(again.find(u"b"_s)->failed, 7);
        QVERIFY(again.find(u"c"_s)->isWaiting());
        QVERIFY(again.find(u"c"_s)->session.isEmpty());
        QCOMPARE(again.find(u"c"_s)->person, u"e2"_s);
    }

    void readsAFileThatWasCutAtAnyByte()
    {
        {
            Outbox outbox(m_path);
            for (int i = 0; i < 3; ++i)
                QVERIFY(outbox.add(postOf(QString::number(i))));
            outbox.remove(u"1"_s);
        }
        const QByteArray whole = contentOf(m_path);
        for (qsizetype size = 0; size <= whole.size(); size += 17) {
            QFile cut(m_path);
            QVERIFY(cut.open(QIODevice::WriteOnly));
            cut.write(whole.first(size));
            cut.close();
            Outbox outbox(m_path);
            const QStringList ids = idsOf(outbox);
            QVERIFY(ids == QStringList({u"0"_s, u"1"_s, u"2"_s}).first(ids.size()) ||
                    ids == QStringList({u"0"_s, u"2"_s}));
            QVERIFY(outbox.add(postOf(u"new"_s)));
            QCOMPARE(idsOf(Outbox(m_path)), ids + QStringList{u"new"_s});
        }
    }

    void readsALargeFileInOrder()
    {
        constexpr int many = 100'000;
        {
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            for (int i = 0; i < many; ++i) {
                file.write(toJson(postOf(QString::number(i), QString(50, u'x'))) + '\n');
                if (i % 3 == 0)
                    file.write("{\"id\":\"" + QByteArray::number(i) + "\",\"gone\":true}\n");
            }
            QVERIFY(file.size() > 10'000'000);
        }
        const Outbox outbox(m_path);
        QCOMPARE(outbox.posts().size(), std::size_t{many - many / 3 - 1});
        int last = -1;
        for (const OutboxPost &post : outbox.posts()) {
            QVERIFY(post.id.toInt() > last && post.id.toInt() % 3 != 0);
            last = post.id.toInt();
        }
    }

    void keepsDamagedLinesAside()
    {
        {
            Outbox outbox(m_path);
            for (int i = 0; i < 5; ++i)
                QVERIFY(outbox.add(postOf(QString::number(i), u"typed %1"_s.arg(i))));
        }
        QByteArrayList lines = contentOf(m_path).split('\n');
        lines[1].replace("\"id\"", "\"ie\"");
        lines[2].replace("\"content\"", "\"contenu\"");
        lines[3].chop(1);
        {
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(lines.join('\n'));
        }
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"^3 damaged lines .* are kept in"_s));
        const QString aside = m_path + u".damaged"_s;
        const Outbox left(m_path);
        QCOMPARE(idsOf(left), (QStringList{u"0"_s, u"4"_s}));
        QCOMPARE(left.damage().lines, 3);
        QCOMPARE(left.damage().file, aside);
        for (const QByteArray text : {"typed 1", "typed 2", "typed 3"})
            QVERIFY(contentOf(aside).contains(text));
        QVERIFY(!(QFile::permissions(aside) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
        const Outbox again(m_path);
        QCOMPARE(idsOf(again), (QStringList{u"0"_s, u"4"_s}));
        QCOMPARE(again.damage().lines, 0); // told once
    }

    void doesNotGrowWithTime()
    {
        Outbox outbox(m_path);
        for (int i = 0; i < 700; ++i) {
            const QString id = QString::number(i);
            QVERIFY(outbox.add(postOf(id)));
            outbox.markSent(id, u"s"_s);
            outbox.remove(id);
        }
        QVERIFY(outbox.posts().empty());
        QVERIFY(QFileInfo(m_path).size() < 100'000);
    }

    void refusesMoreThanItsBound()
    {
        Outbox outbox;
        for (std::size_t i = 0; i < Outbox::mostPosts; ++i)
            QVERIFY(outbox.add(postOf(QString::number(i))));
        QVERIFY(!outbox.add(postOf(u"x"_s)));
        outbox.remove(u"0"_s);
        QVERIFY(outbox.add(postOf(u"x"_s)));

        Outbox other;
        const QString large(1024 * 1024, u'x');
        int taken = 0;
        while (other.add(postOf(QString::number(taken), large)))
            ++taken;
        QCOMPARE(taken, 7);
    }

    void isPrivate()
    {
        Outbox outbox(m_path);
        QVERIFY(outbox.add(postOf(u"a"_s)));
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther |
                            QFileDevice::WriteGroup | QFileDevice::WriteOther;
        QVERIFY(!(QFile::permissions(m_path) & others));
    }

    void worksWithoutAFile()
    {
        Outbox outbox(m_folder->filePath(u"no/such/folder"_s));
        QVERIFY(outbox.add(postOf(u"a"_s)));
        outbox.markFailed(u"a"_s, 2);
        QCOMPARE(outbox.find(u"a"_s)->failed, 2);
    }

    void aLineThatWasCutOffSpoilsNoOther()
    {
        Outbox outbox(m_path);
        QVERIFY(outbox.add(postOf(u"a"_s)));
        {
            const test::FullDisk full(contentOf(m_path).size() + 10);
            QVERIFY(outbox.add(postOf(u"b"_s))); // in memory, at least
            QVERIFY(contentOf(m_path).startsWith("{\"id\":\"a\""));
        }
        QVERIFY(outbox.add(postOf(u"c"_s)));
        QCOMPARE(idsOf(Outbox(m_path)), idsOf(outbox));
    }

    void aFullDiskLeavesWhatWasThere()
    {
        const ServerFolder folder(m_folder->path(), QUrl(u"ws://localhost"_s));
        QVERIFY(folder.write(u"session"_s, "what was there"));
        {
            const test::FullDisk full(10);
            QVERIFY(!folder.write(u"session"_s, "what is to be there now"));
        }
        QCOMPARE(folder.read(u"session"_s), "what was there"_ba);
        QVERIFY(folder.write(u"session"_s, "what is to be there now"));
    }

    void followsAPersonToANewName()
    {
        Outbox outbox(m_path);
        QVERIFY(outbox.add(postOf(u"a"_s)));
        outbox.rename(u"lobby"_s, u"hall"_s);
        QCOMPARE(Outbox(m_path).find(u"a"_s)->room, u"hall"_s);
    }

    void followsPeopleWhoExchangedTheirNames()
    {
        Outbox outbox(m_path);
        QVERIFY(outbox.add(postOf(u"a"_s)));
        QVERIFY(outbox.add(postOf(u"b"_s)));
        outbox.setRoom(u"a"_s, u"hall"_s);
        outbox.setRoom(u"gone"_s, u"hall"_s);
        const Outbox again(m_path);
        QCOMPARE(again.posts().size(), std::size_t{2});
        QCOMPARE(again.find(u"a"_s)->room, u"hall"_s);
        QCOMPARE(again.find(u"b"_s)->room, u"lobby"_s);
    }

    void givesEachProgramItsOwnFolder()
    {
        const QUrl server(u"ws://localhost:8765"_s);
        ServerFolder first(m_folder->path(), server);
        QVERIFY(first.write(u"session"_s, "one"));
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        QVERIFY(!(QFile::permissions(first.filePath(u"session"_s)) & others));
        QVERIFY(!(QFile::permissions(QFileInfo(first.filePath(u"x"_s)).path()) & others));

        ServerFolder second(m_folder->path(), server);
        QVERIFY(second.keepsFiles());
        QVERIFY(!second.read(u"session"_s));
        const ServerFolder other(m_folder->path(), QUrl(u"ws://localhost:8766"_s));
        QVERIFY(!other.read(u"session"_s));

        first = ServerFolder();
        const ServerFolder again(m_folder->path(), QUrl(u"ws://localhost:8765/"_s));
        QCOMPARE(again.read(u"session"_s).value_or(QByteArray()), "one"_ba);
    }

    void keepsNothingWithoutAPlace()
    {
        const ServerFolder none;
        QVERIFY(!none.write(u"a"_s, "x"));
        QVERIFY(!none.read(u"a"_s));
        QVERIFY(none.filePath(u"a"_s).isEmpty());
        QFile blocker(m_folder->filePath(u"file"_s));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        const ServerFolder below(blocker.fileName(), QUrl(u"ws://localhost"_s));
        QVERIFY(!below.keepsFiles());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
