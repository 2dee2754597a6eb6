// What a row of the rooms is painted with: the badges, how they stand, and the people.
#include "app/core/chat/roomlistmodel.h"
#include "app/ui/roomdelegate.h"
#include "app/ui/roomlist.h"
#include "tests/app/ui/uifixture.h"

#include <QImage>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

struct Written
{
    QString text;
    QColor ink;
    QRectF place;
    QColor ground; ///< invalid: it stands on nothing of its own
};

// Writes down what is painted instead of painting it.
class Recorder final : public QPaintEngine
{
public:
    Recorder()
        : QPaintEngine(AllFeatures)
    {}

    QList<Written> written;

    bool begin(QPaintDevice *) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState &) override {}
    void drawPixmap(const QRectF &, const QPixmap &, const QRectF &) override {}
    void drawPath(const QPainterPath &path) override
    {
        m_shape = path.boundingRect();
        const QBrush brush = painter()->brush();
        m_fill = brush.style() == Qt::NoBrush ? QColor() : brush.color();
    }
    void drawTextItem(const QPointF &start, const QTextItem &item) override
    {
        const QRectF place(start.x(), start.y() - item.ascent(), item.width(),
                           item.ascent() + item.descent());
        const bool hasGround = m_shape.contains(place.center());
        written.append({item.text(), painter()->pen().color(), hasGround ? m_shape : place,
                        hasGround ? m_fill : QColor()});
    }
    [[nodiscard]] Type type() const override { return User; }

private:
    QRectF m_shape;
    QColor m_fill;
};

class Paper final : public QImage
{
public:
    explicit Paper(QSize size)
        : QImage(size, Format_RGB32)
    {}

    [[nodiscard]] QPaintEngine *paintEngine() const override { return m_recorder.get(); }
    [[nodiscard]] const QList<Written> &written() const { return m_recorder->written; }

private:
    std::unique_ptr<Recorder> m_recorder = std::make_unique<Recorder>();
};

} // namespace

class TestRoomDelegate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_rooms = std::make_unique<RoomListModel>();
        m_rooms->open(u"lobby"_s);
        m_rooms->setCurrent(u"lobby"_s);
        m_list = std::make_unique<RoomList>(*m_theme);
        m_list->setRooms(m_rooms.get());
    }

    void cleanup()
    {
        m_list.reset();
        m_rooms.reset();
        m_theme.reset();
    }

    void showsWhatIsUnreadAndWhatIsForUs_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("unread");
        QTest::addColumn<int>("mentions");
        QTest::addColumn<QStringList>("badges"); // from the edge on
        QTest::addColumn<QString>("spoken");
        const auto room = [](int unread, int mentions, const QStringList &badges,
                             const QString &spoken) {
            QTest::addRow("room, %d, %d for us", unread, mentions)
                << u"dev"_s << unread << mentions << badges << spoken;
        };
        room(0, 0, {}, u"#dev"_s);
        room(1, 0, {u"1"_s}, u"#dev, 1 unread"_s);
        room(3, 0, {u"3"_s}, u"#dev, 3 unread"_s);
        room(1, 1, {u"1"_s, u"@ for us"_s}, u"#dev, 1 unread, 1 for you"_s);
        room(3, 1, {u"3"_s, u"@ for us"_s}, u"#dev, 3 unread, 1 for you"_s);
        room(3, 2, {u"3"_s, u"@ 2 for us"_s}, u"#dev, 3 unread, 2 for you"_s);
        room(99, 0, {u"99"_s}, u"#dev, 99 unread"_s);
        room(100, 0, {u"99+"_s}, u"#dev, 100 unread"_s);
        room(100, 99, {u"99+"_s, u"@ 99 for us"_s}, u"#dev, 100 unread, 99 for you"_s);
        room(1000, 100, {u"99+"_s, u"@ 99+ for us"_s}, u"#dev, 1000 unread, 100 for you"_s);
        // All that one person says to us is for us: one badge says so.
        const auto person = [](int unread, const QStringList &badges, const QString &spoken) {
            QTest::addRow("person, %d", unread) << u"@mika"_s << unread << 0 << badges << spoken;
        };
        person(0, {}, u"@mika"_s);
        person(1, {u"1 for us"_s}, u"@mika, 1 unread, 1 for you"_s);
        person(99, {u"99 for us"_s}, u"@mika, 99 unread, 99 for you"_s);
        person(100, {u"99+ for us"_s}, u"@mika, 100 unread, 100 for you"_s);
    }
    void showsWhatIsUnreadAndWhatIsForUs()
    {
        QFETCH(const QString, name);
        QFETCH(const int, unread);
        QFETCH(const int, mentions);
        QFETCH(const QStringList, badges);
        QFETCH(const QString, spoken);
        receive(name, unread, mentions);
        QCOMPARE(row().data(Qt::AccessibleTextRole).toString(), spoken);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            m_theme->setMode(mode);
            for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft})
                QCOMPARE(namesOf(badgesOf(painted(direction))), badges);
        }
        const RoomDelegate choices(*m_theme, RoomDelegate::Style::Choices, nullptr);
        QCOMPARE(namesOf(badgesOf(painted(choices, Qt::LeftToRight))), badges);
        m_rooms->find(name)->setBeingRead(true);
        QCOMPARE(namesOf(badgesOf(painted(Qt::LeftToRight))), QStringList());
    }

    void badgesStandSideBySideWithinTheRow_data()
    {
        QTest::addColumn<Density>("density");
        QTest::addColumn<qreal>("letters");
        QTest::newRow("comfortable") << Density::Comfortable << 1.0;
        QTest::newRow("compact") << Density::Compact << 1.0;
        QTest::newRow("compact, large letters") << Density::Compact << 2.0;
    }
    void badgesStandSideBySideWithinTheRow()
    {
        QFETCH(const Density, density);
        QFETCH(const qreal, letters);
        m_theme->setDensity(density);
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * letters);
        m_theme->setBaseFont(font);
        const QString name = u"a-room-with-a-really-long-name"_s;
        receive(name, 0, 0);
        const QSize quiet = sizeHint();
        receive(name, 100, 2);
        QCOMPARE(sizeHint(), quiet);
        for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            const QList<Written> texts = painted(direction);
            const QList<Written> badges = badgesOf(texts);
            QCOMPARE(namesOf(badges), (QStringList{u"99+"_s, u"@ 2 for us"_s}));
            const QRectF unread = badges[0].place;
            const QRectF meant = badges[1].place;
            for (const QRectF &badge : {unread, meant}) {
                QVERIFY(QRectF(QPointF(), QSizeF(width(), sizeHint().height())).contains(badge));
                QVERIFY(badge.height() <= badge.width());
            }
            // The name is cut off before them.
            const auto title = std::ranges::find_if(
                texts, [](const Written &one) { return one.text.startsWith(u"a-"); });
            QVERIFY(title != texts.end());
            const bool isMirrored = direction == Qt::RightToLeft;
            const QList<QRectF> places = isMirrored ? QList{unread, meant, title->place}
                                                    : QList{title->place, meant, unread};
            QVERIFY(places[0].right() < places[1].left());
            QVERIFY(places[1].right() < places[2].left());
        }
    }

    void whoIsGoneStandsBackBehindWhoIsAway()
    {
        receive(u"@mika"_s, 0, 0);
        MemberListModel &members = m_rooms->find(u"@mika"_s)->members();
        const auto written = [this](const QString &text) {
            const QList<Written> texts = painted(Qt::LeftToRight);
            const auto found = std::ranges::find(texts, text, &Written::text);
            return found == texts.end() ? Written() : *found;
        };
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            m_theme->setMode(mode);
            const QColor window = m_theme->color(ThemeColor::Window);
            members.setMembers({});
            const Written gone = written(u"M"_s);
            QCOMPARE(written(u"mika"_s).ink, m_theme->color(ThemeColor::TextMuted));
            members.add({u"mika"_s, {}});
            const Written here = written(u"M"_s);
            QCOMPARE(written(u"mika"_s).ink, m_theme->color(ThemeColor::Text));
            members.setAway(u"mika"_s, u"lunch"_s);
            const Written away = written(u"M"_s);
            QVERIFY(here.ground.isValid() && away.ground.isValid());
            QVERIFY(!gone.text.isEmpty() && !gone.ground.isValid()); // a ring
            QVERIFY(Theme::contrast(away.ground, window) < Theme::contrast(here.ground, window));
            QVERIFY(Theme::contrast(here.ink, here.ground) >= 4.5);
            QVERIFY(Theme::contrast(away.ink, away.ground) >= 4.5);
            QVERIFY(Theme::contrast(gone.ink, window) >= 4.5);
        }
        members.setMembers({});
        receive(u"@mika"_s, 1, 0);
        QCOMPARE(written(u"mika"_s).ink, m_theme->color(ThemeColor::Text)); // that one wrote
    }

    void whoWroteAndWentHasNoMutedName()
    {
        receive(u"@mika"_s, 1, 0);
        Conversation &room = *m_rooms->find(u"@mika"_s);
        room.setJoined(false);
        const auto ink = [this] {
            const QList<Written> texts = painted(Qt::LeftToRight);
            const auto found = std::ranges::find(texts, u"mika"_s, &Written::text);
            return found == texts.end() ? QColor() : found->ink;
        };
        QVERIFY(!room.isJoined());
        QCOMPARE(ink(), m_theme->color(ThemeColor::Text));
        room.setBeingRead(true);
        QCOMPARE(ink(), m_theme->color(ThemeColor::TextMuted));
    }

    void whatStandsOnAChosenRowIsSeen_data()
    {
        QTest::addColumn<ThemeMode>("mode");
        QTest::addColumn<RoomDelegate::Style>("style");
        QTest::addColumn<QStyle::State>("state");
        for (const auto &[name, mode] :
             {std::pair("light", ThemeMode::Light), std::pair("dark", ThemeMode::Dark)}) {
            QTest::addRow("%s, under the mouse", name)
                << mode << RoomDelegate::Style::List << QStyle::State(QStyle::State_MouseOver);
            QTest::addRow("%s, chosen", name)
                << mode << RoomDelegate::Style::Choices << QStyle::State(QStyle::State_Selected);
        }
    }
    void whatStandsOnAChosenRowIsSeen()
    {
        QFETCH(const ThemeMode, mode);
        QFETCH(const RoomDelegate::Style, style);
        QFETCH(const QStyle::State, state);
        m_theme->setMode(mode);
        const RoomDelegate delegate(*m_theme, style, nullptr);
        const QColor ground = m_theme->color(ThemeColor::AccentSoft);
        receive(u"dev"_s, 3, 1);
        for (const QString &text : {u"3"_s, u"@"_s}) {
            const QList<Written> texts = painted(delegate, Qt::LeftToRight, state);
            const auto badge = std::ranges::find(texts, text, &Written::text);
            QVERIFY(badge != texts.end());
            QVERIFY(Theme::contrast(badge->ground, ground) >= 3);
            QVERIFY(Theme::contrast(badge->ink, badge->ground) >= 4.5);
        }
    }

    void theRingRoundTheDotIsOfTheGround_data()
    {
        QTest::addColumn<RoomDelegate::Style>("style");
        QTest::addColumn<QStyle::State>("state");
        QTest::addColumn<bool>("isShown");
        QTest::addColumn<ThemeColor>("ground");
        using Style = RoomDelegate::Style;
        const QStyle::State none;
        QTest::newRow("list") << Style::List << none << false << ThemeColor::Window;
        QTest::newRow("list, shown") << Style::List << none << true << ThemeColor::AccentSoft;
        QTest::newRow("list, under the mouse")
            << Style::List << QStyle::State(QStyle::State_MouseOver) << false
            << ThemeColor::AccentSoft;
        QTest::newRow("choices") << Style::Choices << none << false << ThemeColor::Field;
        QTest::newRow("choices, chosen") << Style::Choices << QStyle::State(QStyle::State_Selected)
                                         << false << ThemeColor::AccentSoft;
    }
    void theRingRoundTheDotIsOfTheGround()
    {
        QFETCH(const RoomDelegate::Style, style);
        QFETCH(const QStyle::State, state);
        QFETCH(const bool, isShown);
        QFETCH(const ThemeColor, ground);
        QFont large = QApplication::font();
        large.setPixelSize(40); // the ring is some pixels wide
        m_theme->setBaseFont(large);
        receive(u"@mika"_s, 0, 0);
        m_rooms->find(u"@mika"_s)->members().add({u"mika"_s, {}});
        if (isShown)
            m_rooms->setCurrent(u"@mika"_s);
        const RoomDelegate delegate(*m_theme, style, nullptr);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            m_theme->setMode(mode);
            QStyleOptionViewItem option;
            option.state = state;
            option.rect = QRect(QPoint(), delegate.sizeHint(option, row()));
            QImage image(option.rect.size(), QImage::Format_RGB32);
            image.fill(Qt::magenta); // which nothing is painted with
            QPainter painter(&image);
            delegate.paint(&painter, option, row());
            painter.end();
            // The picture, as far from the lower edge as its row is higher; then the dot in it.
            const int side = m_theme->size(6);
            const QPoint corner(m_theme->space(3) + side, image.height() - m_theme->space(1));
            const qreal dot = side / 3.0;
            const qreal ring = dot / 5;
            const QPointF beside = corner - QPointF(dot + ring / 2, dot / 2);
            QCOMPARE(image.pixelColor(beside.toPoint()), m_theme->color(ground));
        }
    }

private:
    /// The one that is not the lobby.
    [[nodiscard]] QModelIndex row() const { return m_list->model()->index(1, 0); }
    [[nodiscard]] int width() const { return m_list->sizeHint().width(); }
    [[nodiscard]] QSize sizeHint() const
    {
        return m_list->itemDelegate()->sizeHint(QStyleOptionViewItem(), row());
    }

    void receive(const QString &name, int unread, int mentions)
    {
        Conversation &room = m_rooms->open(name);
        if (!room.isJoined())
            (void)room.joined({{}, name, {}, {}, {}, u"e"_s, 0, true, {}, false}, {});
        for (int i = 0; i < unread; ++i) {
            LogEntry entry = test::chatEntry(u"mika"_s, u"hello"_s);
            entry.offset = i + 1;
            entry.isMention = i < mentions;
            room.receive(entry);
        }
    }

    [[nodiscard]] QList<Written> painted(Qt::LayoutDirection direction) const
    {
        return painted(*m_list->itemDelegate(), direction);
    }
    [[nodiscard]] QList<Written> painted(const QAbstractItemDelegate &delegate,
                                         Qt::LayoutDirection direction,
                                         QStyle::State state = QStyle::State_None) const
    {
        Paper paper(QSize(width(), sizeHint().height()));
        QStyleOptionViewItem option;
        option.rect = paper.rect();
        option.direction = direction;
        option.state = state;
        QPainter painter(&paper);
        delegate.paint(&painter, option, row());
        painter.end();
        return paper.written();
    }

    /// In the order in which they are painted, which is from the edge on.
    [[nodiscard]] QList<Written> badgesOf(QList<Written> texts) const
    {
        texts.removeIf([this](const Written &one) {
            return one.ground != m_theme->color(ThemeColor::Accent) &&
                   one.ground != m_theme->color(ThemeColor::Pill);
        });
        return texts;
    }
    [[nodiscard]] QStringList namesOf(const QList<Written> &badges) const
    {
        QStringList names;
        for (const Written &badge : badges) {
            const bool isMeant = badge.ground == m_theme->color(ThemeColor::Accent);
            const bool isReadable = badge.ink == m_theme->color(isMeant ? ThemeColor::TextOnAccent
                                                                        : ThemeColor::TextPill);
            names.append(badge.text + (isMeant ? u" for us"_s : QString()) +
                         (isReadable ? QString() : u" in a wrong colour"_s));
        }
        return names;
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<RoomListModel> m_rooms;
    std::unique_ptr<RoomList> m_list;
};

QTEST_MAIN(TestRoomDelegate)
#include "tst_roomdelegate.moc"
