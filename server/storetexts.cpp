#include "server/storetexts.h"

#include <iterator>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

struct StoreTextRow
{
    StoreText text{};
    QStringView japanese;
    QStringView english;
};

// In the order of the enum; checked below.
constexpr StoreTextRow storeRows[] = {
    {StoreText::InUse,
     u"データフォルダー %1 は別のサーバーが使用中です (PID %2)。--data で別のフォルダーを"
     u"指定してください。",
     u"The data folder %1 is in use by another server (PID %2). Choose another one with --data."},
    {StoreText::FolderUnusable,
     u"データフォルダー %1 を使用できません: %2。--data で別のフォルダーを、または --no-history を"
     u"指定してください。",
     u"The data folder %1 cannot be used: %2. Choose another one with --data, or use "
     u"--no-history."},
    {StoreText::NewerVersion,
     u"%1 の履歴は新しいバージョンの形式です (%2)。このプログラムでは扱えません。",
     u"The history in %1 has a format of another version (%2), which this program does not know."},
    {StoreText::NoDriver,
     u"Qt の SQLite ドライバーがありません (Debian: libqt6sql6-sqlite)。インストールするか、"
     u"--no-history を指定してください。",
     u"Qt's SQLite driver is missing (Debian: libqt6sql6-sqlite). Install it, or use "
     u"--no-history."},

    {StoreText::Created, u"履歴を新しく作成しました: %1", u"Began a new history: %1"},
    {StoreText::Migrated, u"履歴をバージョン %1 の形式から更新しました",
     u"Brought the history up to date from version %1"},
    {StoreText::Skipped, u"マシンが正常に終了しませんでした。メッセージの番号を先に進めます。",
     u"The machine ended uncleanly: the numbers of messages skip ahead."},
    {StoreText::LogCut,
     u"履歴のログの終わりが壊れているため、最後のメッセージが失われました。"
     u"メッセージの番号を先に進めます。",
     u"The end of the history's log is damaged or missing, and with it the last messages: the "
     u"numbers of messages skip ahead."},
    {StoreText::Copied, u"履歴は複製または復元されたものです。メッセージの番号を先に進めます。",
     u"The history was copied or restored: the numbers of messages skip ahead."},
    {StoreText::SetAside,
     u"履歴のファイルが壊れているため %1 に移し、新しい履歴を始めます。ファイルは削除されません。",
     u"The history is broken; it was moved to %1, and a new one begins. Nothing was deleted."},
    {StoreText::Unavailable, u"履歴に書き込めません: %1 (%2)。直り次第、自動的に再開します。",
     u"Cannot write the history: %1 (%2). It goes on by itself as soon as that is mended."},
    {StoreText::Available, u"履歴に再び書き込めるようになりました",
     u"The history can be written again"},
    {StoreText::InMemory, u"履歴はメモリー上だけに保持します (--no-history)",
     u"History is kept in memory only (--no-history)"},

    {StoreText::DiskFull, u"ディスクの空きがありません", u"the disk is full"},
    {StoreText::ReadOnly, u"書き込みが許可されていません", u"it is read-only"},
    {StoreText::Forbidden, u"アクセス権がありません", u"permission denied"},
    {StoreText::Locked, u"別のプロセスがロックしています", u"another process has locked it"},
    {StoreText::Corrupt, u"ファイルが壊れています", u"the file is broken"},
    {StoreText::Io, u"読み書きに失敗しました", u"reading or writing failed"},

    {StoreText::NoHistory, u"%1 に履歴がありません", u"There is no history in %1"},
    {StoreText::CannotRead, u"%1 の履歴を読めません: %2 (%3)",
     u"Cannot read the history in %1: %2 (%3)"},
    {StoreText::Checked, u"%1: ルーム %2、会話 %3、メッセージ %4 (%5 バイト)、人 %6、セッション %7",
     u"%1: rooms %2, conversations %3, messages %4 (%5 bytes), people %6, sessions %7"},
    {StoreText::Whole, u"問題はありません", u"No problems found"},
    {StoreText::Problem, u"問題: %1", u"Problem: %1"},
    {StoreText::Damaged, u"問題の数: %1", u"Problems found: %1"},
    {StoreText::NoSuchRoom, u"--export: そのようなルームはありません: %1",
     u"--export: no such room: %1"},
    {StoreText::LeftOut, u"壊れているため省いたメッセージ: %1", u"Damaged messages left out: %1"},

    {StoreText::BadFolder, u"--data: フォルダーを指定してください: %1",
     u"--data: not a folder: %1"},
    {StoreText::BadCount, u"--history-count: 0から999999999までの数ではありません: %1",
     u"--history-count: not a number from 0 to 999999999: %1"},
    {StoreText::BadAge, u"--history-age: 3600, 90s, 15m, 12h, 30d のいずれの形でもありません: %1",
     u"--history-age: none of 3600, 90s, 15m, 12h, 30d: %1"},
    {StoreText::BadBytes, u"--history-bytes: 1000000, 500K, 64M, 2G のいずれの形でもありません: %1",
     u"--history-bytes: none of 1000000, 500K, 64M, 2G: %1"},
    {StoreText::BadRoom, u"--export: ルームの名前を指定してください: %1",
     u"--export: not the name of a room: %1"},
    {StoreText::DataAndNoHistory,
     u"--no-history: --data, --check-store, --export とは併用できません",
     u"--no-history: not together with --data, --check-store or --export"},
    {StoreText::CheckAndExport, u"--export: --check-store とは併用できません",
     u"--export: not together with --check-store"},
};

constexpr bool isInOrder()
{
    for (size_t i = 0; i < std::size(storeRows); ++i) {
        if (storeRows[i].text != StoreText(i))
            return false;
    }
    return std::size(storeRows) == size_t(StoreText::CheckAndExport) + 1;
}
static_assert(isInOrder());

} // namespace

QString storeText(Language language, StoreText text)
{
    const StoreTextRow &row = storeRows[size_t(text)];
    const QStringView view = language == Language::Japanese ? row.japanese : row.english;
    return QString::fromRawData(view.data(), view.size());
}

QString reasonText(Language language, HistoryError::Kind kind)
{
    using Kind = HistoryError::Kind;
    switch (kind) {
    case Kind::DiskFull:
        return storeText(language, StoreText::DiskFull);
    case Kind::ReadOnly:
        return storeText(language, StoreText::ReadOnly);
    case Kind::Forbidden:
        return storeText(language, StoreText::Forbidden);
    case Kind::Locked:
    case Kind::InUse:
        return storeText(language, StoreText::Locked);
    case Kind::Corrupt:
        return storeText(language, StoreText::Corrupt);
    case Kind::Io:
    case Kind::NoFolder:
    case Kind::NewerVersion:
    case Kind::NoDriver:
    case Kind::TooManyStreams:
        return storeText(language, StoreText::Io);
    }
    Q_UNREACHABLE();
}

} // namespace kodama
