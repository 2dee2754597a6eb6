// A window that is read from right to left: everything stands on the other side, and nothing on
// top of another thing. Which way a text itself runs is its own business.
#include "app/application.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/elidedlabel.h"
#include "app/ui/memberpanel.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "app/ui/roomlist.h"
#include "app/ui/serverpanel.h"
#include "tests/app/ui/uifixture.h"

#include <QAction>
#include <QClipboard>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>

#include <initializer_list>
#include <map>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

const QString english =
    u"Good morning. Did anybody look at the sensor in room 4? It has been hot."_s;
const QString arabic = u"مرحبا بكم في كوداما، هذا نص طويل من اليمين إلى اليسار، ثم سطر آخر منه"_s;

} // namespace

class TestRightToLeft final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        openWindow();
    }

    void cleanup()
    {
        m_application.reset();
        m_rooms.reset();
        m_settings.reset();
        m_folder.reset();
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void everyRowIsTurnedRound()
    {
        for (const int width : {900, 380}) {
            const std::vector<Facts> turned = factsOfAllRows(width);
            QGuiApplication::setLayoutDirection(Qt::LeftToRight);
            const std::vector<Facts> usual = factsOfAllRows(width);
            QGuiApplication::setLayoutDirection(Qt::RightToLeft);
            QCOMPARE(turned.size(), usual.size());
            for (std::size_t row = 0; row < turned.size(); ++row) {
                QCOMPARE(turned[row].isOwnSideLeft, !usual[row].isOwnSideLeft);
                // The pictures of all people stand in one column, at the other edge.
                QCOMPARE(turned[row].avatar.isNull(), usual[row].avatar.isNull());
                if (!turned[row].avatar.isNull())
                    QCOMPARE(turned[row].avatar.left(), width - usual[row].avatar.right() - 1);
            }
        }
    }

    void nothingStandsOnTopOfAnother_data()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::addColumn<int>("width");
        QTest::addColumn<Density>("density");
        for (const int width : {300, 380, 900, 1600}) {
            for (const Density density : {Density::Comfortable, Density::Compact}) {
                const char *name = density == Density::Compact ? "compact" : "comfortable";
                QTest::addRow("ltr %d %s", width, name) << Qt::LeftToRight << width << density;
                QTest::addRow("rtl %d %s", width, name) << Qt::RightToLeft << width << density;
            }
        }
    }

    void nothingStandsOnTopOfAnother()
    {
        QFETCH(Qt::LayoutDirection, direction);
        QFETCH(int, width);
        QFETCH(Density, density);
        QGuiApplication::setLayoutDirection(direction);
        if (density == Density::Compact)
            beCompact();
        for (int row = 0; row < view().model()->rowCount(); ++row)
            checkRow(layoutOf(row, width), width);
    }

    void compactNamesStandBeforeTheText()
    {
        beCompact();
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QGuiApplication::setLayoutDirection(direction);
            int named = 0;
            for (int row = 0; row < view().model()->rowCount(); ++row) {
                const MessageLayout &layout = layoutOf(row, 900);
                if (layout.name.isEmpty())
                    continue;
                ++named;
                QRectF line = layout.body->lineAt(0).naturalTextRect();
                line.translate(layout.bodyAt);
                QVERIFY(layout.nameRect.top() < line.bottom() &&
                        layout.nameRect.bottom() > line.top());
                QVERIFY(layout.avatar.height() <= layout.bubble.height() + 1);
            }
            QVERIFY(named > 0);
        }
    }

    void aLinkIsWhereItIsPainted()
    {
        for (int row = 0; row < view().model()->rowCount(); ++row) {
            const MessageLayout &layout = layoutOf(row, 900);
            if (layout.links.isEmpty())
                continue;
            const QTextLine line = layout.body->lineAt(0);
            const QPointF at(line.cursorToX(int(layout.links[0].start) + 3), line.height() / 2);
            QCOMPARE(layout.linkAt((layout.bodyAt + at).toPoint()), layout.links[0].target);
            return;
        }
        QFAIL("no row has a link");
    }

    void theColumnsChangeSides()
    {
        showRooms();
        const int log = centre(view());
        QVERIFY(centre(window().rooms()) > log);
        QVERIFY(centre(window().members()) < log);
        QVERIFY(centre(window().panel()) < centre(window().members()));
        QVERIFY(centre(*view().verticalScrollBar()) < log);
        QVERIFY(centre(*find(u"broadcastButton"_s)) < centre(*find(u"input"_s)));
        QVERIFY(centre(*find(u"panelButton"_s)) < centre(*find(u"serverTitle"_s)));
    }

    // "אבג joined" in a window in English: the name comes first, and is copied as it is.
    void namesStayWhereTheSentenceHasThem()
    {
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        LogEntry entry = test::chatEntry(u"\u05d0\u05d1\u05d2"_s, {});
        entry.kind = LogEntry::Kind::Joined;
        m_application->log().append(entry);
        const int last = m_application->log().rowCount() - 3; // that is sent
        const QTextLayout &body = *layoutOf(last, 900).body;
        const auto verb = int(body.text().indexOf(u'j'));
        const auto name = int(body.text().indexOf(entry.sender));
        for (int i = name; i <= name + int(entry.sender.size()); ++i)
            QVERIFY(body.lineAt(0).cursorToX(i) < body.lineAt(0).cursorToX(verb));
        view().selectAll();
        window().action(ActionId::CopyText).trigger();
        QVERIFY(QGuiApplication::clipboard()->text().contains(entry.sender + u" joined"_s));
    }

    void whatSomebodyDoesKeepsItsTimeTogether_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<Qt::LayoutDirection>("window");
        QTest::addColumn<QString>("order"); // from left to right: name, text, time
        const QString arabicName = u"أحمد"_s;
        const QString walks = u"هو يمشي"_s;
        const auto row = [](const char *title, const QString &name, const QString &text,
                            const QString &order, Qt::LayoutDirection window = Qt::LeftToRight) {
            QTest::newRow(title) << name << text << window << order;
        };
        row("all to the right", u"ana"_s, u"walks"_s, u"name text time"_s);
        row("text to the left", u"ana"_s, walks, u"name text time"_s);
        row("both to the left", arabicName, walks, u"time text name"_s);
        row("text mixed", arabicName, u"واحد two 3"_s, u"time text name"_s);
        row("name to the left", arabicName, u"walks!"_s, u"time text name"_s);
        row("no letters", u"127"_s, walks, u"name text time"_s);
        row("no letters, window to the left", u"127"_s, walks, u"time text name"_s,
            Qt::RightToLeft);
        row("name to the right, window to the left", u"ana"_s, walks, u"name text time"_s,
            Qt::RightToLeft);
    }

    void whatSomebodyDoesKeepsItsTimeTogether()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QFETCH(Qt::LayoutDirection, window);
        QFETCH(QString, order);
        QGuiApplication::setLayoutDirection(window);
        const QLocale before;
        QLocale::setDefault(QLocale(u"en_US"_s)); // "2:05 PM"
        LogEntry entry = test::chatEntry(name, text);
        entry.isAction = true;
        m_application->log().append(entry);
        const QTextLayout &body = *layoutOf(view().model()->rowCount() - 3, 900).body;
        QLocale::setDefault(before);
        const QString shown = body.text();
        const auto timeAt = shown.lastIndexOf(u'2');
        const Span time = spanOf(body, timeAt, shown.lastIndexOf(u'M') + 1 - timeAt);
        QVERIFY(time.first < time.last);
        QVERIFY(!shown.sliced(timeAt).contains(u' ')); // nor does it break
        const std::map<qreal, QString> places{
            {spanOf(body, shown.indexOf(name), name.size()).first, u"name"_s},
            {spanOf(body, shown.indexOf(text), text.size()).first, u"text"_s},
            {time.first, u"time"_s}};
        QStringList found;
        for (const auto &[x, what] : places)
            found.append(what);
        QCOMPARE(found.join(u' '), order);
        // Nothing else is among its letters.
        const Span words = spanOf(body, shown.indexOf(text), text.size());
        QVERIFY(words.last <= time.first + 1 || time.last <= words.first + 1);
    }

    void theListsChangeSides()
    {
        showRooms();
        // Nothing but pictures and marks of unread has these colours.
        QWidget &people = window().members().list();
        QVERIFY(centreOfInk(people, theme().senderColor(u"葵"_s)) > people.width() * 3 / 4);
        QWidget &rooms = window().rooms();
        QVERIFY(centreOfInk(rooms, theme().senderColor(u"mika"_s)) > rooms.width() * 3 / 4);
    }

    void headingsStandAtTheEdgeTheyBeginAt()
    {
        showRooms();
        for (const QString &name : {u"roomTitle"_s, u"memberTitle"_s}) {
            QWidget &heading = *find(name);
            const int before = leftOfInk(heading);
            QVERIFY2(before > heading.width() / 3, qPrintable(name));
            QGuiApplication::setLayoutDirection(Qt::LeftToRight);
            QCoreApplication::processEvents();
            QVERIFY2(leftOfInk(heading) < heading.width() / 3, qPrintable(name));
            QGuiApplication::setLayoutDirection(Qt::RightToLeft);
            QCoreApplication::processEvents();
        }
        QVERIFY(centre(*find(u"enterRoomButton"_s)) < centre(*find(u"roomTitle"_s)));
    }

    // "#mm" is no "mm#", and "mm.." no "..mm".
    void wordsKeepTheirOrder()
    {
        showRooms();
        m_rooms->open(u"mm.."_s);
        QListView &rooms = window().rooms();
        const QModelIndex row = rooms.model()->index(1, 0);
        QCOMPARE(row.data(RoomListModel::NameRole).toString(), u"mm.."_s);
        QVERIFY(firstInk(rooms.viewport()->grab(rooms.visualRect(row)).toImage()) > 3);
        ElidedLabel label;
        label.setText(u"mm.."_s);
        label.resize(200, 40);
        QVERIFY(firstInk(label.grab().toImage()) > 3);
    }

    void thePillsChangeSides()
    {
        test::fill(m_application->log(), 40); // of somebody else: their bubbles stand at the right
        window().resize(1000, 300);
        view().doItemsLayout();
        view().verticalScrollBar()->setValue(view().verticalScrollBar()->maximum() - 200);
        view().doItemsLayout();
        const QWidget *pill = find(u"newestPill"_s);
        QVERIFY(pill->isVisible());
        QVERIFY(centre(*pill) < centre(view()));
    }

    void anotherDirectionShowsAtOnce()
    {
        const auto own = [this] { return layoutOf(1, view().viewport()->width()).bubble; };
        const QRect turned = own();
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        QCoreApplication::processEvents();
        QVERIFY(own().left() > turned.left());
    }

private:
    struct Span
    {
        qreal first;
        qreal last;
    };

    /// From the left edge of these characters to their right one.
    static Span spanOf(const QTextLayout &body, qsizetype start, qsizetype length)
    {
        const QTextLine line = body.lineAt(0);
        Span span{1e6, 0};
        for (auto i = int(start); i < int(start + length); ++i) {
            for (const QTextLine::Edge edge : {QTextLine::Leading, QTextLine::Trailing}) {
                const qreal x = line.cursorToX(i, edge);
                span = {std::min(span.first, x), std::max(span.last, x)};
            }
        }
        return span;
    }

    struct Facts
    {
        bool isOwnSideLeft;
        QRect avatar;
    };

    void fillLog()
    {
        const auto put = [this](LogEntry entry) { m_application->log().append(std::move(entry)); };
        for (const QString &text : {english, arabic, u"ok"_s, u"نعم"_s,
                                    u"http://lab.example/s?id=4 is it"_s, english.repeated(9)}) {
            put(test::chatEntry(u"ana"_s, text));
            LogEntry own = test::chatEntry(u"me"_s, text);
            own.isOwn = true;
            put(own);
        }
        LogEntry mention = test::chatEntry(u"ana"_s, english);
        mention.isMention = true;
        put(mention);
        LogEntry failed = test::chatEntry(u"me"_s, arabic);
        failed.isOwn = true;
        failed.delivery = LogEntry::Delivery::Failed;
        failed.messageId = u"a"_s;
        put(failed);
        LogEntry waiting = test::chatEntry(u"me"_s, english.repeated(3));
        waiting.isOwn = true;
        waiting.isAction = true;
        waiting.delivery = LogEntry::Delivery::Pending;
        waiting.messageId = u"b"_s;
        put(waiting);
        LogEntry notice = test::chatEntry(u"ana"_s, english);
        notice.kind = LogEntry::Kind::Local;
        put(notice);
        LogEntry gap = test::chatEntry({}, {});
        gap.kind = LogEntry::Kind::Gap;
        gap.offset = 9;
        put(gap);
    }

    void showRooms()
    {
        m_rooms = std::make_unique<RoomListModel>();
        m_rooms->open(u"lobby"_s).members().setMembers({{u"葵"_s, {}}});
        Conversation &mika = m_rooms->open(u"@mika"_s);
        (void)mika.joined({{}, u"@mika"_s, {}, {}, {}, u"e"_s, 0, true, {}, false}, {});
        mika.members().setMembers({{u"mika"_s, {}}}); // who is gone has no colour
        m_rooms->setCurrent(u"lobby"_s);
        window().rooms().setRooms(m_rooms.get());
        window().members().setMembers(&m_rooms->current()->members());
        window().setRoomsShown(true);
        window().resize(theme().space(420), theme().space(200));
        QCoreApplication::processEvents();
        QVERIFY(window().panel().isVisible() && window().members().isVisible());
    }

    void openWindow()
    {
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::English);
        fillLog();
        window().resize(1000, 700);
        window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
    }

    void beCompact()
    {
        m_application.reset();
        m_settings->set(keys::density, u"compact"_s);
        openWindow();
    }

    const MessageLayout &layoutOf(int row, int width)
    {
        view().delegate().invalidate();
        return view().delegate().layoutFor(view().model()->index(row, 0), width);
    }

    std::vector<Facts> factsOfAllRows(int width)
    {
        std::vector<Facts> all;
        for (int row = 0; row < view().model()->rowCount(); ++row) {
            const MessageLayout &layout = layoutOf(row, width);
            if (layout.shape == RowShape::Bubble)
                all.push_back(
                    {(layout.bubble.center().x() < width / 2) == layout.isOwn, layout.avatar});
        }
        return all;
    }

    static void checkRow(const MessageLayout &row, int width)
    {
        const QRect whole(0, 0, width, row.height);
        QVERIFY(whole.contains(row.bubble));
        QVERIFY(row.bubble.contains(row.badgeRect) || row.badgeRect.isNull());
        if (row.shape != RowShape::Bubble)
            return;
        QVERIFY(row.avatar.isNull() ||
                (whole.contains(row.avatar) && !row.avatar.intersects(row.bubble)));
        QVERIFY(row.bubble.contains(row.timeRect));
        QVERIFY(row.name.isEmpty() || row.bubble.contains(row.nameRect));
        QVERIFY(!row.badgeRect.intersects(row.timeRect));
        for (int i = 0; i < row.body->lineCount(); ++i) {
            QRectF line = row.body->lineAt(i).naturalTextRect();
            line.translate(row.bodyAt);
            QVERIFY2(QRectF(row.bubble).contains(line), qPrintable(row.body->text().left(20)));
            QVERIFY2(!line.intersects(row.timeRect), qPrintable(row.body->text().left(20)));
            QVERIFY(!line.intersects(row.nameRect));
        }
        for (const RowAction &action : row.actions) {
            QVERIFY(row.bubble.contains(action.rect));
            QVERIFY(!action.rect.intersects(row.timeRect));
        }
    }

    /// In the middle of the picture, from its left edge; -1: nothing has this colour.
    static int centreOfInk(QWidget &widget, const QColor &color)
    {
        const QImage picture = widget.grab().toImage();
        qint64 sum = 0;
        int count = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                if (picture.pixelColor(x, y) == color) {
                    sum += x;
                    ++count;
                }
            }
        }
        return count == 0 ? -1 : int(sum / count);
    }

    /// How wide the first thing from the left is.
    static int firstInk(const QImage &picture)
    {
        int width = 0;
        for (int x = 0; x < picture.width(); ++x) {
            bool isEmpty = true;
            for (int y = 0; y < picture.height(); ++y)
                isEmpty = isEmpty && picture.pixelColor(x, y) == picture.pixelColor(0, 0);
            if (isEmpty && width > 0)
                return width;
            width += isEmpty ? 0 : 1;
        }
        return width;
    }

    static int leftOfInk(QWidget &widget)
    {
        const QImage picture = widget.grab().toImage();
        for (int x = 0; x < picture.width(); ++x) {
            for (int y = 0; y < picture.height(); ++y) {
                if (picture.pixelColor(x, y) != picture.pixelColor(0, 0))
                    return x;
            }
        }
        return -1;
    }

    int centre(const QWidget &widget)
    {
        return widget.mapTo(&window(), widget.rect().center()).x();
    }
    QWidget *find(const QString &name) { return window().findChild<QWidget *>(name); }
    MainWindow &window() { return m_application->window(); }
    MessageView &view() { return window().view(); }
    Theme &theme()
    {
        m_theme = std::make_unique<Theme>(QApplication::font(),
                                          Theme::looksDark(QApplication::palette()));
        return *m_theme;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<RoomListModel> m_rooms;
    std::unique_ptr<Application> m_application;
};

QTEST_MAIN(TestRightToLeft)
#include "tst_righttoleft.moc"
