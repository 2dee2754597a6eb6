// Sockets for TCP are tested with the Listener.
#include "server/listeningsocket.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestListeningSocket final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void listensOnAPathForOwnerAndGroup();
    void removesItsFileAndNoOther();
    void replacesASocketThatNobodyAnswersOn();
    void leavesASocketThatSomebodyAnswersOn();
    void leavesEveryOtherKindOfFile();
    void refusesPaths_data();
    void refusesPaths();
    void preparesASocketOfAnother();
    void refusesToPrepareWhatDoesNotListen();

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(u"kodama.sock"_s); }

    QTemporaryDir m_folder;
};

namespace {

sockaddr_un addressOf(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(name.begin(), name.end(), address.sun_path);
    return address;
}

bool canConnect(const QString &path)
{
    sockaddr_un address = addressOf(path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int result =
        ::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address);
    ::close(descriptor);
    return result == 0;
}

} // namespace

void TestListeningSocket::listensOnAPathForOwnerAndGroup()
{
    const mode_t before = ::umask(0077);
    auto listening = UnixSocketFile::listen(path());
    ::umask(before);
    QVERIFY(listening.hasValue());
    QVERIFY(canConnect(path()));
    struct stat status
    {};
    QCOMPARE(::stat(QFile::encodeName(path()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0660U);
    listening.value().file.reset();
    ::close(listening.value().descriptor);
}

void TestListeningSocket::removesItsFileAndNoOther()
{
    auto listening = UnixSocketFile::listen(path());
    QVERIFY(listening.hasValue());
    listening.value().file.reset();
    ::close(listening.value().descriptor);
    QVERIFY(!QFile::exists(path()));

    auto again = UnixSocketFile::listen(path());
    QVERIFY(again.hasValue());
    QVERIFY(QFile::remove(path()));
    QFile other(path());
    QVERIFY(other.open(QIODevice::WriteOnly));
    again.value().file.reset();
    ::close(again.value().descriptor);
    QVERIFY(QFile::exists(path()));
    QVERIFY(QFile::remove(path()));
}

void TestListeningSocket::replacesASocketThatNobodyAnswersOn()
{
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = addressOf(path());
    QCOMPARE(::bind(left, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    ::close(left); // as kill -9 does; the file stays
    QVERIFY(QFile::exists(path()));
    auto fresh = UnixSocketFile::listen(path());
    QVERIFY(fresh.hasValue());
    QVERIFY(canConnect(path()));
    fresh.value().file.reset();
    ::close(fresh.value().descriptor);
}

void TestListeningSocket::leavesASocketThatSomebodyAnswersOn()
{
    auto first = UnixSocketFile::listen(path());
    QVERIFY(first.hasValue());
    const auto second = UnixSocketFile::listen(path());
    QVERIFY(!second.hasValue());
    QCOMPARE(second.error().systemError, EADDRINUSE);
    QVERIFY(second.error().isPath);
    QCOMPARE(second.error().address, path());
    QVERIFY(canConnect(path()));
    first.value().file.reset();
    ::close(first.value().descriptor);
}

void TestListeningSocket::leavesEveryOtherKindOfFile()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write("precious"), 8);
    file.close();
    const auto refused = UnixSocketFile::listen(path());
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().systemError, EEXIST);
    QCOMPARE(file.size(), 8);
    QVERIFY(file.remove());
    QVERIFY(QFile::link(u"/dev/null"_s, path()));
    QCOMPARE(UnixSocketFile::listen(path()).error().systemError, EEXIST);
    QVERIFY(QFile::remove(path()));
}

void TestListeningSocket::refusesPaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("error");
    QTest::newRow("empty") << QString() << ENOENT;
    QTest::newRow("too long") << u"/tmp/"_s + QString(200, u'x') << ENAMETOOLONG;
    QTest::newRow("no such folder") << u"/nowhere/kodama.sock"_s << ENOENT;
    QTest::newRow("a folder") << u"/tmp"_s << EEXIST;
}

void TestListeningSocket::refusesPaths()
{
    QFETCH(QString, path);
    QFETCH(int, error);
    const auto refused = UnixSocketFile::listen(path);
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().systemError, error);
}

void TestListeningSocket::preparesASocketOfAnother()
{
    const int descriptor = openTcpSocket(QHostAddress(QHostAddress::LocalHost), 0);
    QVERIFY(descriptor >= 0);
    QCOMPARE(::fcntl(descriptor, F_SETFL, 0), 0);
    QCOMPARE(::fcntl(descriptor, F_SETFD, 0), 0);
    QVERIFY(prepareListeningSocket(descriptor));
    QVERIFY((::fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0);
    QVERIFY((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
    ::close(descriptor);
}

void TestListeningSocket::refusesToPrepareWhatDoesNotListen()
{
    const int idle = ::socket(AF_INET, SOCK_STREAM, 0);
    QVERIFY(!prepareListeningSocket(idle));
    ::close(idle);
    const int file = ::open("/dev/null", O_RDONLY);
    QVERIFY(!prepareListeningSocket(file));
    ::close(file);
    QVERIFY(!prepareListeningSocket(-1));
}

QTEST_GUILESS_MAIN(TestListeningSocket)
#include "tst_listeningsocket.moc"
