#include "fakechatserver.h"

#include "app/core/chat/abandonedposts.h"
#include "app/core/chat/sessionfile.h"
#include "app/core/chat/storedobject.h"
#include "common/protocol/names.h"
#include "tests/support/manualclock.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

OutboxPost postOf(const QString &id, const QString &session = {}, qint64 failed = 0)
{
    OutboxPost post;
    post.id = id;
    post.room = u"tea"_s;
    post.content = RawJson::fromString(id);
    post.session = session;
    post.failed = failed;
    return post;
}

/// To the person with whom there is the conversation of this epoch.
OutboxPost directTo(const QString &nick, const QString &id, const QString &epoch)
{
    OutboxPost post = postOf(id);
    post.room = directRoomName(nick);
    post.person = epoch;
    return post;
}

QStringList idsOf(const std::vector<OutboxPost> &posts)
{
    QStringList ids;
    for (const OutboxPost &post : posts)
        ids += post.id;
    return ids;
}

/// What a program has that is there.
void write(const ServerFolder &folder, const QString &session, const std::vector<OutboxPost> &posts)
{
    SessionFile file;
    file.session = session;
    QVERIFY(folder.write(serverfiles::session, toJson(file)));
    Outbox outbox(folder.filePath(serverfiles::outbox));
    for (const OutboxPost &post : posts)
        QVERIFY(outbox.add(post));
}

} // namespace

class TestAbandonedPosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_server = std::make_unique<FakeChatServer>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_ours = std::make_unique<ServerFolder>(m_folder->path(), m_server->url());
        m_inherited.clear();
        m_reasons.clear();
        m_hasPlace = true;
        m_abandoned = std::make_unique<AbandonedPosts>(
            m_clock, [this](const OutboxPost &post, const QString &reason) {
                if (m_hasPlace) {
                    m_inherited.push_back(post);
                    m_reasons += reason;
                }
                return m_hasPlace;
            });
    }
    void cleanup()
    {
        m_abandoned.reset();
        m_ours.reset(); // before its folder
    }

    void sendsInTheSessionInWhichItWasWritten()
    {
        QString path;
        {
            const ServerFolder second = another();
            write(second, u"s2"_s, {postOf(u"a"_s, u"s2"_s), postOf(u"b"_s)});
            path = second.filePath(serverfiles::outbox);
        }
        start();
        QVERIFY(m_abandoned->isBusy());
        QCOMPARE(m_abandoned->waitingCount(), std::size_t{2});
        greetAs(u"s2"_s);
        QCOMPARE(ackNext(), u"a"_s);
        QCOMPARE(ackNext(), u"b"_s);
        WAIT_FOR(!m_abandoned->isBusy());
        QVERIFY(m_inherited.empty());
        QVERIFY(!QFile::exists(path));
        QVERIFY(another().read(serverfiles::session)); // whose session it still is
    }

    void tellsWhatCannotBeRead()
    {
        QString path;
        {
            const ServerFolder second = another();
            write(second, u"s2"_s, {postOf(u"a"_s)});
            path = second.filePath(serverfiles::outbox);
            QFile file(path);
            QVERIFY(file.open(QIODevice::Append));
            file.write("{\"id\"\n");
        }
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^1 damaged lines "_s));
        const QSignalSpy damage(m_abandoned.get(), &AbandonedPosts::damageFound);
        start();
        QCOMPARE(damage.count(), 1);
        QCOMPARE(damage.first(), (QVariantList{1, QString(path + u".damaged"_s)}));
        greetAs(u"s2"_s);
        QCOMPARE(ackNext(), u"a"_s); // what can be read is sent
        WAIT_FOR(!m_abandoned->isBusy());
        QVERIFY(QFile::exists(path + u".damaged"_s));
    }

    void sendsAgainAfterALoss()
    {
        write(another(), u"s2"_s, {postOf(u"a"_s)});
        start();
        greetAs(u"s2"_s);
        QCOMPARE(m_server->next<Broadcast>().id, u"a"_s);
        m_server->cut();
        greetAs(u"s2"_s);
        QCOMPARE(ackNext(), u"a"_s);
        WAIT_FOR(!m_abandoned->isBusy());
        QVERIFY(m_inherited.empty());
    }

    void leavesAProgramAloneThatIsStillThere()
    {
        const ServerFolder second = another();
        write(second, u"s2"_s, {postOf(u"a"_s)});
        start();
        QVERIFY(!m_abandoned->isBusy());
        QCOMPARE(idsOf(Outbox(second.filePath(serverfiles::outbox)).posts()), {u"a"_s});
    }

    void leavesItsOwnAndEarlierOnesAlone()
    {
        auto second = std::make_unique<ServerFolder>(m_folder->path(), m_server->url());
        const ServerFolder third = another();
        write(*second, u"s2"_s, {postOf(u"a"_s)});
        write(third, u"s3"_s, {postOf(u"b"_s)});
        second.reset();
        m_abandoned->start(third, m_server->url());
        QVERIFY(!m_abandoned->isBusy());
    }

    void goesOnWithTheNextProgram()
    {
        {
            const ServerFolder second = another();
            const ServerFolder third = another();
            const ServerFolder fourth = another();
            write(second, u"s2"_s, {postOf(u"a"_s)});
            write(third, u"s3"_s, {});
            write(fourth, u"s4"_s, {postOf(u"b"_s), postOf(u"c"_s)});
        }
        QSignalSpy progress(m_abandoned.get(), &AbandonedPosts::progressed);
        start();
        greetAs(u"s2"_s);
        QCOMPARE(ackNext(), u"a"_s);
        greetAs(u"s4"_s);
        QVERIFY(m_abandoned->isBusy());
        QCOMPARE(ackNext(), u"b"_s);
        QCOMPARE(ackNext(), u"c"_s);
        WAIT_FOR(!m_abandoned->isBusy());
        QCOMPARE(progress.count(), 4); // three posts, and the end
    }

    void handsOverWhatIsLeftOfAForgottenSession()
    {
        {
            const ServerFolder second = another();
            write(second, u"s2"_s,
                  {postOf(u"sent"_s, u"s2"_s), postOf(u"failed"_s, u"s2"_s, 403), postOf(u"new"_s),
                   directTo(u"Jens"_s, u"private"_s, u"e1.a"_s)});
        }
        start();
        const Hello hello = m_server->next<Hello>();
        HelloResponse anew = m_server->helloResponse(hello);
        anew.resumed = false;
        m_server->send(anew);
        WAIT_FOR(!m_abandoned->isBusy());
        QCOMPARE(idsOf(m_inherited), (QStringList{u"sent"_s, u"failed"_s, u"new"_s, u"private"_s}));
        QCOMPARE(m_inherited[0].failed, PostSender::uncertain);
        QCOMPARE(m_inherited[1].failed, 403);
        QVERIFY(m_inherited[2].isWaiting());
        QCOMPARE(m_inherited[3].failed, qint64(ErrorCode::NoSuchUser)); // who knows who that is
        QVERIFY(!m_server->has<Broadcast>());
    }

    void writesToThePersonWhateverTheNameIs()
    {
        {
            const ServerFolder second = another();
            write(second, u"s2"_s,
                  {directTo(u"Jens"_s, u"a"_s, u"e1.a"_s), directTo(u"anna"_s, u"b"_s, u"e1.b"_s),
                   directTo(u"Zoe"_s, u"c"_s, {})});
        }
        start();
        greetAs(u"s2"_s, {{u"Anna"_s, u"e1.a"_s, 1}, {u"Jens"_s, u"e1.b"_s, 1}}); // exchanged
        QCOMPARE(ackNextDirect(u"a"_s), u"Anna"_s);
        QCOMPARE(ackNextDirect(u"b"_s), u"Jens"_s);
        QCOMPARE(ackNextDirect(u"c"_s), u"Zoe"_s); // of whom nothing but the name was known
        WAIT_FOR(!m_abandoned->isBusy());
        QVERIFY(m_inherited.empty());
    }

    void handsOverWhatWasForSomebodyElse()
    {
        {
            const ServerFolder second = another();
            write(second, u"s2"_s, {directTo(u"Jens"_s, u"a"_s, u"e1.a"_s), postOf(u"b"_s)});
        }
        start();
        greetAs(u"s2"_s, {{u"Jens"_s, u"e1.s"_s, 1}});
        answerJoin(u"e1.s"_s);
        QCOMPARE(ackNext(), u"b"_s);
        WAIT_FOR(!m_abandoned->isBusy());
        QCOMPARE(idsOf(m_inherited), {u"a"_s});
        QCOMPARE(m_inherited[0].failed, qint64(ErrorCode::NoSuchUser));
        QCOMPARE(m_reasons, {PostSender::somebodyElseText()});
    }

    void asksWhoTheyAreWhomTheGreetingDoesNotList()
    {
        {
            const ServerFolder second = another();
            write(second, u"s2"_s,
                  {directTo(u"Jens"_s, u"a"_s, u"e1.a"_s), directTo(u"Jens"_s, u"b"_s, u"e1.a"_s),
                   postOf(u"c"_s)});
        }
        start();
        greetAs(u"s2"_s); // nothing was said with anybody yet, or it is long ago
        refuseJoin(ErrorCode::StoreUnavailable);
        QCOMPARE(ackNext(), u"c"_s); // does not wait for that
        QVERIFY(!m_server->has<Direct>());
        const Join join = answerJoin(u"e1.a"_s);
        QCOMPARE(join.room, u"@Jens"_s);
        QCOMPARE(join.since->epoch, u"e1.a"_s); // or a store that is away would not say so
        QCOMPARE(ackNextDirect(u"a"_s), u"Jens"_s);
        QCOMPARE(ackNextDirect(u"b"_s), u"Jens"_s);
        WAIT_FOR(!m_abandoned->isBusy());
        QVERIFY(m_inherited.empty());
    }

    void handsOverWhatIsForNobody()
    {
        write(another(), u"s2"_s, {directTo(u"Jens"_s, u"a"_s, u"e1.a"_s)});
        start();
        greetAs(u"s2"_s);
        refuseJoin(ErrorCode::NoSuchUser);
        WAIT_FOR(!m_abandoned->isBusy());
        QCOMPARE(idsOf(m_inherited), {u"a"_s});
        QCOMPARE(m_inherited[0].failed, qint64(ErrorCode::NoSuchUser));
        QCOMPARE(m_reasons, {u"no"_s});
    }

    void doesNotCallUnsentWhatMayBeStored()
    {
        OutboxPost sent = directTo(u"Jens"_s, u"a"_s, u"e1.a"_s);
        sent.session = u"s2"_s;
        write(another(), u"s2"_s, {sent});
        start();
        greetAs(u"s2"_s, {{u"Jens"_s, u"e1.s"_s, 1}});
        answerJoin(u"e1.s"_s);
        WAIT_FOR(!m_abandoned->isBusy());
        QCOMPARE(m_inherited[0].failed, PostSender::uncertain);
        QCOMPARE(m_reasons, {QString()});
    }

    void handsOverWhatIsTooLargeForTheServer()
    {
        OutboxPost large = postOf(u"a"_s);
        large.content = RawJson::fromString(QString(6000, u'x'));
        write(another(), u"s2"_s, {large, postOf(u"b"_s)});
        start();
        HelloResponse response = m_server->helloResponse(m_server->next<Hello>());
        response.session = u"s2"_s;
        response.limits.messageBytes = 4096;
        m_server->send(response);
        QCOMPARE(ackNext(), u"b"_s);
        WAIT_FOR(!m_abandoned->isBusy());
        QCOMPARE(idsOf(m_inherited), {u"a"_s});
        QCOMPARE(m_inherited[0].failed, qint64(ErrorCode::TooLarge));
        QVERIFY(!m_reasons.first().isEmpty());
    }

    void handsOverWhatTheServerRefuses()
    {
        write(another(), u"s2"_s, {postOf(u"a"_s)});
        start();
        greetAs(u"s2"_s);
        ErrorMessage error{u"no such room"_s, qint64(ErrorCode::UnknownRoom),
                           QString(errorName(ErrorCode::UnknownRoom))};
        error.id = m_server->next<Broadcast>().id;
        m_server->send(error);
        WAIT_FOR(!m_abandoned->isBusy());
        QCOMPARE(idsOf(m_inherited), {u"a"_s});
        QCOMPARE(m_reasons, {u"no such room"_s});
    }

    void handsOverWithoutASessionAtOnce()
    {
        write(another(), QString(), {postOf(u"a"_s)});
        start();
        QVERIFY(!m_abandoned->isBusy());
        QCOMPARE(idsOf(m_inherited), {u"a"_s});
        QVERIFY(!m_ours->abandoned(serverfiles::outbox).keepsFiles());
    }

    void keepsWhatTheHeirHasNoPlaceFor()
    {
        write(another(), QString(), {postOf(u"a"_s), postOf(u"b"_s)});
        m_hasPlace = false;
        start();
        QVERIFY(!m_abandoned->isBusy());
        QCOMPARE(idsOf(Outbox(another().filePath(serverfiles::outbox)).posts()),
                 (QStringList{u"a"_s, u"b"_s}));
    }

    void asksAgainWhileTheStoreIsAway()
    {
        write(another(), u"s2"_s, {postOf(u"a"_s)});
        start();
        ErrorMessage error{u"later"_s, qint64(ErrorCode::StoreUnavailable),
                           QString(errorName(ErrorCode::StoreUnavailable))};
        error.id = m_server->next<Hello>().id;
        error.retryAfterMs = 1;
        m_server->send(error);
        greetAs(u"s2"_s);
        QCOMPARE(ackNext(), u"a"_s);
        WAIT_FOR(!m_abandoned->isBusy());
    }

    void givesTheFolderBackWhenItStops()
    {
        write(another(), u"s2"_s, {postOf(u"a"_s)});
        start();
        QVERIFY(!another().read(serverfiles::session)); // a third one
        m_abandoned->stop();
        QVERIFY(!m_abandoned->isBusy());
        QCOMPARE(idsOf(Outbox(another().filePath(serverfiles::outbox)).posts()), {u"a"_s});
    }

private:
    [[nodiscard]] ServerFolder another() const
    {
        return ServerFolder(m_folder->path(), m_server->url());
    }
    void start() { m_abandoned->start(*m_ours, m_server->url()); }
    void greetAs(const QString &session, const QList<DirectSummary> &directs = {})
    {
        const Hello hello = m_server->next<Hello>();
        QVERIFY(!hello.nick);
        QVERIFY(hello.resume.has_value());
        QCOMPARE(hello.resume->session, session);
        HelloResponse response = m_server->helloResponse(hello);
        response.session = session;
        response.directs = directs;
        m_server->send(response);
    }
    /// Who has the name is somebody with whom there is the conversation of this epoch.
    Join answerJoin(const QString &epoch)
    {
        const Join join = m_server->next<Join>();
        JoinResponse response;
        response.id = join.id;
        response.room = join.room;
        response.epoch = epoch;
        m_server->send(response);
        return join;
    }
    void refuseJoin(ErrorCode code)
    {
        ErrorMessage error{u"no"_s, qint64(code), QString(errorName(code))};
        error.id = m_server->next<Join>().id;
        error.retryAfterMs = 1;
        m_server->send(error);
    }
    /// To whom it is.
    QString ackNextDirect(const QString &id)
    {
        const Direct post = m_server->next<Direct>();
        m_server->send(Ack{id, directRoomName(post.to), u"e1"_s, 1, 1, false});
        return post.id == id ? post.to : QString();
    }
    QString ackNext()
    {
        const Broadcast post = m_server->next<Broadcast>();
        m_server->send(Ack{post.id.value_or(QString()), u"tea"_s, u"e1"_s, 1, 1, false});
        return post.id.value_or(QString());
    }

    ManualClock m_clock;
    std::unique_ptr<FakeChatServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ServerFolder> m_ours;
    std::unique_ptr<AbandonedPosts> m_abandoned;
    std::vector<OutboxPost> m_inherited;
    QStringList m_reasons;
    bool m_hasPlace = true;
};

QTEST_GUILESS_MAIN(TestAbandonedPosts)
#include "tst_abandonedposts.moc"
